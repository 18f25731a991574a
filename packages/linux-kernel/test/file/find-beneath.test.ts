import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readlinkSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { loadLibc } from '../../src/ffi/libc.ts';
import type { Libc } from '../../src/ffi/libc.ts';
import { O_PATH } from '../../src/file/descriptor.ts';
import { findBeneath } from '../../src/file/find-beneath.ts';
import { openDescriptors } from './open-descriptors.ts';

const load = loadLibc();
if (load.kind !== 'loaded') throw new Error(load.reason);
const filtered: Libc = {
  ...load.libc,
  openat2: () => ({ ok: false, code: 'EPERM' }),
};
const old: Libc = { ...load.libc, openat2: () => ({ ok: false, code: 'ENOSYS' }) };

const directory = mkdtempSync(join(tmpdir(), 'find-beneath-'));
let root: number;

beforeAll(() => {
  mkdirSync(join(directory, 'a/b'), { recursive: true });
  writeFileSync(join(directory, 'a/b/file'), 'content');
  symlinkSync('file', join(directory, 'a/b/link'));
  symlinkSync('b', join(directory, 'a/c'));
  symlinkSync('/etc', join(directory, 'a/etc'));
  spawnSync('mkfifo', [join(directory, 'a/fifo')]);
  root = openSync(directory, O_PATH | constants.O_DIRECTORY);
});

afterAll(() => {
  closeSync(root);
  rmSync(directory, { recursive: true });
});

async function answer(path: string, libc: Libc | null): Promise<string> {
  const found = await findBeneath(root, path.split('/'), libc);
  if (!found.ok) return found.refusal;
  const name = readlinkSync(`/proc/self/fd/${found.descriptor}`).slice(directory.length);
  closeSync(found.descriptor);
  return name;
}

describe.each([
  ['by openat2', load.libc],
  ['without a libc', null],
  ['where openat2 is filtered', filtered],
  ['where openat2 is missing', old],
])('findBeneath %s', (_, libc) => {
  test.each([
    ['a/b/file', '/a/b/file'],
    ['a/b', '/a/b'],
    ['a/fifo', '/a/fifo'],
    ['a/b/link', 'symlink'],
    ['a/c/file', 'symlink'],
    ['a/etc/hostname', 'symlink'],
    ['a/b/none', 'not_found'],
    ['a/b/file/none', 'not_found'],
    [`a/${'x'.repeat(300)}`, 'not_found'],
  ])('answers %s with %s and leaves no descriptor open', async (path, expected) => {
    const before = openDescriptors(directory);

    expect(await answer(path, libc)).toBe(expected);
    expect(openDescriptors(directory)).toBe(before);
  });
});
