import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { openUntrusted } from '@daemoneye/linux-kernel';
import type { OpenFile } from '@daemoneye/linux-kernel';
import { afterAll, describe, expect, test } from '@jest/globals';

import { FileDigests, isSettled } from '../../src/hash/file-digests.ts';
import { openDescriptors, sha256sum } from './ask.ts';

const directory = mkdtempSync(join(tmpdir(), 'file-digests-'));
const { signal } = new AbortController();
const maxFileBytes = 1_048_576;
const oldEnough = { now: () => BigInt(Date.now() + 60_000) * 1_000_000n };
const hugeBytes = 2 ** 36;

afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function open(path: string): Promise<OpenFile> {
  const opened = await openUntrusted(path);
  if (!opened.ok) throw new Error(opened.refusal);
  return opened;
}

function digests(cacheEntries = 10, maxBytes = maxFileBytes, clock = oldEnough): FileDigests {
  return new FileDigests({ maxFileBytes: maxBytes, cacheEntries, clock });
}

/** Open descriptors once they are as many as expected, or after two seconds: closing goes through the thread pool. */
async function settledDescriptors(expected: number): Promise<number> {
  const deadline = performance.now() + 2000;
  while (openDescriptors(directory) !== expected && performance.now() < deadline)
    // oxlint-disable-next-line no-await-in-loop
    await setImmediate();
  return openDescriptors(directory);
}

describe('FileDigests', () => {
  test('reads a file that grows past the cap no further than the cap', async () => {
    const path = join(directory, 'growing');
    writeFileSync(path, 'small');
    const file = await open(path);
    // 64 GiB of nothing: reading all of it would take minutes.
    truncateSync(path, hugeBytes);

    expect(await digests().digest(file, signal)).toEqual({ kind: 'too_big', cached: false });
  });

  test('gives no hash of a file that changes below the cap', async () => {
    const path = join(directory, 'changing');
    writeFileSync(path, 'before');
    const file = await open(path);
    appendFileSync(path, ' and after');

    expect(await digests().digest(file, signal)).toEqual({ kind: 'changed', cached: false });
  });

  test('answers all who ask at the same time with the hash that sha256sum gives', async () => {
    const path = join(directory, 'shared');
    writeFileSync(path, Buffer.alloc(1_000_000, 'shared'));
    const before = openDescriptors(directory);
    const files = await Promise.all([open(path), open(path), open(path)]);
    const joined = digests();

    const answers = await Promise.all(files.map((file) => joined.digest(file, signal)));

    expect(new Set(answers.map((answer) => answer.kind === 'hashed' && answer.hash))).toEqual(
      new Set([sha256sum(path)]),
    );
    expect(openDescriptors(directory)).toBe(before);
  });

  test('keeps as many hashes as it may', async () => {
    const paths = ['1', '2', '3'].map((name) => join(directory, `kept-${name}`));
    for (const path of paths) writeFileSync(path, path);
    const two = digests(2);
    const cached = [];

    for (const path of [...paths, ...paths.toReversed()])
      // oxlint-disable-next-line no-await-in-loop
      cached.push((await two.digest(await open(path), signal)).cached);

    expect(cached).toEqual([false, false, false, true, true, false]);
  });

  test('does not keep the hash of a file that was written a moment ago', async () => {
    const path = join(directory, 'fresh');
    writeFileSync(path, 'fresh');
    const fresh = digests(10, maxFileBytes, { now: () => BigInt(Date.now()) * 1_000_000n });

    expect((await fresh.digest(await open(path), signal)).cached).toBe(false);
    expect((await fresh.digest(await open(path), signal)).cached).toBe(false);
  });

  test('stops reading when the last who waits has left, and closes the file', async () => {
    const path = join(directory, 'endless');
    writeFileSync(path, '');
    truncateSync(path, hugeBytes);
    const before = openDescriptors(directory);
    const endless = digests(10, 2 * hugeBytes);
    const leaving = [new AbortController(), new AbortController()];
    const waiting = await Promise.all(
      leaving.map(async (each) => {
        const answer = endless.digest(await open(path), each.signal);
        return { answer, refused: expect(answer).rejects.toThrow('deadline') };
      }),
    );

    try {
      leaving[0]?.abort(new Error('deadline'));
      await waiting[0]?.refused;
      expect(await settledDescriptors(before + 1)).toBe(before + 1);
    } finally {
      leaving[1]?.abort(new Error('deadline'));
    }
    await waiting[1]?.refused;
    expect(await settledDescriptors(before)).toBe(before);
  });

  test('closes the file when it is asked too late', async () => {
    const path = join(directory, 'late');
    writeFileSync(path, 'late');
    const before = openDescriptors(directory);

    await expect(
      digests().digest(await open(path), AbortSignal.abort(new Error('late'))),
    ).rejects.toThrow('late');
    expect(await settledDescriptors(before)).toBe(before);
  });
});

describe('isSettled', () => {
  test('asks for more than two seconds since the last change of content and of inode', () => {
    const second = 1_000_000_000n;

    expect(isSettled({ mtimeNs: 0n, ctimeNs: 0n }, 2n * second)).toBe(false);
    expect(isSettled({ mtimeNs: 0n, ctimeNs: 0n }, 2n * second + 1n)).toBe(true);
    expect(isSettled({ mtimeNs: 0n, ctimeNs: second }, 3n * second)).toBe(false);
    expect(isSettled({ mtimeNs: 9n * second, ctimeNs: 0n }, 3n * second)).toBe(false);
  });
});
