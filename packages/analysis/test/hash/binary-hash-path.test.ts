import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { binaryHash } from '../../src/hash/binary-hash.ts';
import { ask, openDescriptors, sha256sum } from './ask.ts';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'binary-hash-path-')));
const root = join(directory, 'root');
const { signal } = new AbortController();
const maxFileBytes = 16_777_216;

/** A clock that says that every file is old enough to be kept. */
const later = { now: () => BigInt(Date.now() + 60_000) * 1_000_000n };
const analyser = binaryHash({ roots: [root], maxFileBytes, clock: later });

beforeAll(() => {
  mkdirSync(join(root, 'sub'), { recursive: true });
  writeFileSync(join(root, 'file'), Buffer.alloc(3_000_000, 'a file of three chunks '));
  writeFileSync(join(root, 'empty'), '');
  writeFileSync(join(directory, 'secret'), 'secret');
  symlinkSync('../secret', join(root, 'link'));
  symlinkSync('..', join(root, 'up'));
  spawnSync('mkfifo', [join(root, 'fifo')]);
  if (process.getuid?.() === 0) spawnSync('mknod', [join(root, 'device'), 'c', '1', '5']);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function outcomeOf(path: string): Promise<string> {
  return (await analyser.analyse(ask(null, path), signal)).outcome;
}

describe('binaryHash of a path', () => {
  test.each(['file', 'empty'])('gives the hash that sha256sum gives for %s', async (name) => {
    const path = join(root, name);

    expect(await analyser.analyse(ask(null, path), signal)).toMatchObject({
      outcome: 'hashed',
      process_key: null,
      path,
      values: { executable_hash: sha256sum(path), deleted: false, found_by: 'path' },
    });
  });

  test('reads an unchanged file once and a changed one again', async () => {
    const path = join(root, 'often');
    writeFileSync(path, 'one');
    const values = async () => (await analyser.analyse(ask(null, path), signal)).values;
    const first = sha256sum(path);

    expect(await values()).toMatchObject({ executable_hash: first, cached: false });
    expect(await values()).toMatchObject({ executable_hash: first, cached: true });
    writeFileSync(path, 'two');
    utimesSync(path, 1, 1);
    expect(await values()).toMatchObject({ executable_hash: sha256sum(path), cached: false });
  });

  test.each([
    ['fifo', 'not_regular'],
    ['sub', 'not_regular'],
    ['link', 'symlink'],
    ['up/secret', 'symlink'],
    ['none', 'deleted'],
  ])('says of %s %s, and leaves no descriptor open', async (name, expected) => {
    const before = openDescriptors(directory);

    expect(await outcomeOf(join(root, name))).toBe(expected);
    expect(openDescriptors(directory)).toBe(before);
  });

  test('says of a device that it is not regular', async () => {
    if (process.getuid?.() !== 0) {
      console.log('not run: only root makes device files');
      return;
    }
    expect(await outcomeOf(join(root, 'device'))).toBe('not_regular');
  });

  test('refuses every path outside the roots before it looks whether it is there', async () => {
    const outside = [
      join(directory, 'secret'),
      `${root}/../secret`,
      `${root}/sub/../../secret`,
      root,
      `${root}-other/file`,
      '/proc/kcore',
      '/etc/shadow',
      'root/file',
      '',
      '/no/such/file',
    ];

    for (const path of outside)
      // oxlint-disable-next-line no-await-in-loop
      await expect(analyser.analyse(ask(null, path), signal)).rejects.toMatchObject({
        code: 'ANALYSIS_PATH_REFUSED',
        permanent: true,
      });
  });

  test('refuses every path without roots, and a target of nothing', async () => {
    const rootless = binaryHash({ roots: [], maxFileBytes });

    await expect(rootless.analyse(ask(null, join(root, 'file')), signal)).rejects.toMatchObject({
      code: 'ANALYSIS_PATH_REFUSED',
    });
    await expect(rootless.analyse(ask(null, null), signal)).rejects.toMatchObject({
      code: 'ANALYSIS_TARGET_INVALID',
    });
  });

  test('finds the paths of a host whose root directory is mounted elsewhere', async () => {
    const host = binaryHash({ roots: ['/root'], maxFileBytes, hostRoot: directory });

    expect(await host.analyse(ask(null, '/root/file'), signal)).toMatchObject({
      outcome: 'hashed',
      path: '/root/file',
      values: { executable_hash: sha256sum(join(root, 'file')) },
    });
  });

  test('makes up no content for files of /proc, also where that is a root', async () => {
    const proc = binaryHash({ roots: ['/'], maxFileBytes });

    for (const path of ['/proc/version', `/proc/${process.pid}/mem`, '/sys/kernel/notes'])
      // oxlint-disable-next-line no-await-in-loop
      expect((await proc.analyse(ask(null, path), signal)).outcome).toMatch(
        /^(not_regular|deleted)$/,
      );
  });

  test('refuses roots that are not absolute', () => {
    expect(() => binaryHash({ roots: ['usr/bin'], maxFileBytes })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID_VALUE' }),
    );
  });
});
