import { describe, expect, test } from '@jest/globals';
import { array, assert, integer, property } from 'fast-check';
import { SeenEvents } from '../../src/match/seen-events.ts';

const identity = (
  seq: number,
  epoch = 'e',
): { host: string; host_name: string; collector: string; epoch: string; seq: number } => ({
  host: 'h',
  host_name: 'h',
  collector: 'c',
  epoch,
  seq,
});

describe('SeenEvents', () => {
  test('says for any order and any repeats what a set would say', () => {
    assert(
      property(array(integer({ min: 1, max: 200 }), { maxLength: 400 }), (numbers) => {
        const seen = new SeenEvents();
        const all = new Set<number>();
        for (const seq of numbers) {
          expect(seen.add(identity(seq))).toBe(!all.has(seq));
          all.add(seq);
        }
      }),
    );
  });

  test('tells runs of a collector apart', () => {
    const seen = new SeenEvents();
    expect([
      seen.add(identity(1, 'a')),
      seen.add(identity(1, 'b')),
      seen.add(identity(1, 'a')),
    ]).toEqual([true, true, false]);
  });

  test('never takes a repeat for news, also where holes are never filled', () => {
    const seen = new SeenEvents(4, 100);
    const even = Array.from({ length: 1_000 }, (_, index) => 2 * index + 2);
    expect(even.filter((seq) => !seen.add(identity(seq)))).toEqual([]);
    expect(even.filter((seq) => seen.add(identity(seq)))).toEqual([]);
  });

  test('still knows late events within its reach', () => {
    const seen = new SeenEvents(4, 100);
    for (let seq = 2; seq <= 90; seq += 1) seen.add(identity(seq));
    expect([seen.add(identity(1)), seen.add(identity(1))]).toEqual([true, false]);
  });

  test('forgets the run that was silent longest', () => {
    const seen = new SeenEvents(2, 100);
    for (const epoch of ['a', 'b', 'a', 'c']) seen.add(identity(1, epoch));
    expect(seen.runs).toBe(2);
    expect([seen.add(identity(1, 'a')), seen.add(identity(1, 'b'))]).toEqual([false, true]);
  });
});
