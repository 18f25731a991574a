import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { assert, property, uint8Array } from 'fast-check';

import { parseStat } from '../../src/proc/stat.ts';

const TAIL =
  'S 812 4242 4242 34819 -1 4194560 1200 0 3 0 17 5 0 0 20 0 1 0 210288 3133440 418 18446744073709551615 ' +
  '94123950526464 94123950546345 140721237891744 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 94123950562352 94123950563968 ' +
  '94124327194624 140721237899991 140721237900011 140721237900011 140721237901291 0\n';

function stat(comm: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from('4242 ('), Buffer.from(comm), Buffer.from(`) ${TAIL}`)]);
}

describe('parseStat', () => {
  test('reads the fields by their numbers', () => {
    expect(parseStat(stat('nginx'))).toEqual({
      comm: 'nginx',
      state: 'S',
      ppid: 812,
      session: 4242,
      ttyNr: 34_819,
      flags: 4_194_560,
      cpuTicks: 22,
      threads: 1,
      startTicks: 210_288,
      vsizeBytes: 3_133_440,
      rssPages: 418,
      startCode: 94_123_950_526_464,
      endCode: 94_123_950_546_345,
      startStack: 140_721_237_891_744,
      startData: 94_123_950_562_352,
      endData: 94_123_950_563_968,
      startBrk: 94_124_327_194_624,
    });
  });

  test.each(['a) S 1 (b', ') R 1 1', '((', 'two words', 'line\nbreak', ''])(
    'takes %j as a name',
    (comm) => {
      expect(parseStat(stat(comm))).toMatchObject({ comm, ppid: 812, startTicks: 210_288 });
    },
  );

  test('replaces bytes that are not UTF-8, and gives them beside the text', () => {
    const odd = Buffer.from([0x61, 0xff, 0xfe]);
    expect(parseStat(stat(odd))).toMatchObject({
      comm: 'a\ufffd\ufffd',
      commBytes: Uint8Array.from(odd),
    });
    expect(parseStat(stat('a\ufffd'))).not.toHaveProperty('commBytes');
  });

  test('finds the same fields behind any name', () => {
    assert(
      property(uint8Array({ maxLength: 15 }), (comm) => {
        const parsed = parseStat(stat(Buffer.from(comm)));
        expect(parsed?.startTicks).toBe(210_288);
        expect(parsed?.comm.isWellFormed()).toBe(true);
      }),
    );
  });

  test('reads no further than the given length', () => {
    const bytes = Buffer.concat([stat('a'), Buffer.from('9 (left over) S 1 1')]);
    expect(parseStat(bytes, stat('a').length)?.comm).toBe('a');
  });

  test.each(['', '12', '12 (a', '12 (a)', '12 (a) S', '12 (a) S 1 2 3'])('refuses %j', (text) => {
    expect(parseStat(Buffer.from(text))).toBeNull();
  });

  test('agrees with the process about itself', () => {
    const parsed = parseStat(readFileSync('/proc/self/stat'));
    expect(parsed?.ppid).toBe(process.ppid);
    expect(parsed?.threads).toBeGreaterThan(1);
  });
});
