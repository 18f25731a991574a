import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PF_KTHREAD, parseStat } from '@daemoneye/linux-kernel';
import { afterAll, describe, expect, test } from '@jest/globals';

import { binaryHash } from '../../src/hash/binary-hash.ts';
import { ask, end, openDescriptors, refOf, run, sha256sum } from './ask.ts';

const directory = mkdtempSync(join(tmpdir(), 'binary-hash-process-'));
const { signal } = new AbortController();
const maxFileBytes = 16_777_216;
const sleepHash = sha256sum('/bin/sleep');

function copySleep(name: string): string {
  const program = join(directory, name);
  copyFileSync('/bin/sleep', program);
  return program;
}

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('binaryHash of a process', () => {
  const analyser = binaryHash({ roots: [], maxFileBytes });

  test('gives the hash that sha256sum gives, without any root', async () => {
    const program = copySleep('plain');
    const child = await run(program);
    const process = refOf(child.pid);
    const { ino, dev, size } = statSync(program, { bigint: true });
    const before = openDescriptors(directory);

    expect(await analyser.analyse(ask(process, null), signal)).toEqual({
      outcome: 'hashed',
      values: {
        executable_hash: sha256sum(program),
        hash_algorithm: 'sha256',
        size: Number(size),
        inode: ino,
        device: dev,
        deleted: false,
        replaced: false,
        cached: false,
        found_by: 'process',
      },
      process_key: process.key,
      path: program,
    });
    expect(openDescriptors(directory)).toBe(before);
    await end(child);
  });

  test('hashes what runs also when its file is deleted, and when another took its place', async () => {
    const program = copySleep('moved');
    const child = await run(program);
    const request = ask(refOf(child.pid), program);

    unlinkSync(program);
    expect(await analyser.analyse(request, signal)).toMatchObject({
      outcome: 'hashed',
      path: program,
      values: { executable_hash: sleepHash, deleted: true, replaced: false },
    });
    writeFileSync(program, 'another program');
    expect(await analyser.analyse(request, signal)).toMatchObject({
      outcome: 'replaced',
      path: program,
      values: { executable_hash: sleepHash, deleted: true, replaced: true },
    });
    await end(child);
  });

  test('stops at the size cap and says the size', async () => {
    const child = await run('/bin/sleep');
    const { size } = statSync('/bin/sleep');
    const small = binaryHash({ roots: [], maxFileBytes: size - 1 });
    const exact = binaryHash({ roots: [], maxFileBytes: size });
    const request = ask(refOf(child.pid), null);

    expect(await small.analyse(request, signal)).toMatchObject({
      outcome: 'too_big',
      values: { executable_hash: null, hash_algorithm: null, size },
    });
    expect(await exact.analyse(request, signal)).toMatchObject({ outcome: 'hashed' });
    await end(child);
  });

  test('says process_gone, with what is known, of one that ended, restarted or is of another boot', async () => {
    const child = await run('/bin/sleep');
    const process = refOf(child.pid);
    const key = (ref: { pid: number; start_boottime: bigint; boot_id: string }): string =>
      `${ref.boot_id.slice(0, 8)}-${ref.pid}-${ref.start_boottime / 10_000_000n}`;
    const later = { ...process, start_boottime: process.start_boottime + 10_000_000n };
    const booted = { ...process, boot_id: '00000000-0000-4000-8000-000000000000' };

    for (const other of [later, booted]) {
      const ref = { ...other, key: key(other) };
      // oxlint-disable-next-line no-await-in-loop
      expect(await analyser.analyse(ask(ref, '/bin/sleep'), signal)).toMatchObject({
        outcome: 'process_gone',
        process_key: ref.key,
        path: '/bin/sleep',
        values: { executable_hash: null },
      });
    }
    await end(child);
    expect(await analyser.analyse(ask(process, null), signal)).toMatchObject({
      outcome: 'process_gone',
      path: null,
    });
  });

  test('uses the path of a process that is gone only below a root', async () => {
    const program = copySleep('short-lived');
    const child = await run(program);
    const process = refOf(child.pid);
    await end(child);
    const rooted = binaryHash({ roots: [directory], maxFileBytes });
    const link = join(directory, 'short-lived-link');
    symlinkSync(program, link);

    expect(await rooted.analyse(ask(process, program), signal)).toMatchObject({
      outcome: 'hashed',
      process_key: process.key,
      values: { executable_hash: sleepHash, found_by: 'path' },
    });
    expect(await rooted.analyse(ask(process, link), signal)).toMatchObject({ outcome: 'symlink' });
    expect(await rooted.analyse(ask(process, '/etc/passwd'), signal)).toMatchObject({
      outcome: 'process_gone',
      values: { executable_hash: null },
    });
    expect(await rooted.analyse(ask(process, join(directory, '../x')), signal)).toMatchObject({
      outcome: 'process_gone',
    });
    unlinkSync(program);
    expect(await rooted.analyse(ask(process, program), signal)).toMatchObject({
      outcome: 'deleted',
    });
  });

  test('refuses a reference whose key is of another process', async () => {
    const other = { ...refOf(process.pid), key: '00000000-1-1' };

    await expect(analyser.analyse(ask(other, null), signal)).rejects.toMatchObject({
      code: 'ANALYSIS_TARGET_INVALID',
    });
  });

  test('says no_executable of a thread of the kernel', async () => {
    const stat = existsSync('/proc/2') ? parseStat(readFileSync('/proc/2/stat')) : null;
    if (process.getuid?.() !== 0 || stat === null || (stat.flags & PF_KTHREAD) === 0) {
      console.log('not run: needs root and a pid namespace with kernel threads');
      return;
    }
    const { outcome } = await analyser.analyse(ask(refOf(2), null), signal);

    expect(outcome).toBe('no_executable');
  });
});
