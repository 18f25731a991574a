import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { promisify } from 'node:util';

import type { OpenFile } from '@daemoneye/linux-kernel';

const read = promisify(fs.read);
const fstat = promisify(fs.fstat);

const chunkBytes = 1_048_576;

/** SHA-256 of one version of a file, or why there is none. */
export type Digest =
  | { readonly kind: 'hashed'; readonly hash: string }
  | { readonly kind: 'too_big' | 'changed' | 'unreadable' };

/** What tells two versions of files apart. */
export function versionOf(stat: BigIntStats): string {
  return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}

/** The hash of the content; null when there are more than `maxBytes`. */
async function hashContent(
  file: OpenFile,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, maxBytes + 1));
  for (let position = 0; ;) {
    signal.throwIfAborted();
    const wanted = Math.min(chunk.length, maxBytes + 1 - position);
    // One chunk after the other: the hash depends on the order.
    // oxlint-disable-next-line no-await-in-loop
    const { bytesRead } = await read(file.descriptor, chunk, 0, wanted, position);
    if (bytesRead === 0) return hash.digest('hex');
    position += bytesRead;
    if (position > maxBytes) return null;
    hash.update(chunk.subarray(0, bytesRead));
  }
}

/**
 * Hashes a file from its first byte, reading at most `maxBytes` and one, also of a file that grows meanwhile. Throws the reason of
 * `signal` when that aborts; leaves the file open.
 */
export async function readDigest(
  file: OpenFile,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Digest> {
  if (file.stat.size > BigInt(maxBytes)) return { kind: 'too_big' };
  let hash: string | null;
  let after: BigIntStats;
  try {
    hash = await hashContent(file, maxBytes, signal);
    after = await fstat(file.descriptor, { bigint: true });
  } catch (error) {
    signal.throwIfAborted();
    if (typeof error === 'object' && error !== null && 'syscall' in error)
      return { kind: 'unreadable' };
    throw error;
  }
  if (hash === null) return { kind: 'too_big' };
  return versionOf(after) === versionOf(file.stat) ? { kind: 'hashed', hash } : { kind: 'changed' };
}
