import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DeyeError } from '../error/deye-error.ts';

/** Largest config file, in bytes. */
const maxFileBytes = 1_048_576;

/**
 * The text of a config file; null when it does not exist and is not `required`. Throws `CONFIG_FILE_UNREADABLE` for everything else
 * that cannot be read or has more than 1 MiB, and `CONFIG_SYNTAX` when it is not UTF-8.
 */
export function readConfigFile(path: string, required: boolean): string | null {
  if (!required && !canBeSeen(path)) return null;
  const bytes = readBounded(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DeyeError('CONFIG_SYNTAX', `${path}: not UTF-8`, { cause });
  }
}

/** A directory that this user may not enter hides whether the file exists, so it is as good as absent. */
function canBeSeen(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(cause))) return false;
    throw new DeyeError('CONFIG_FILE_UNREADABLE', `${path}: ${codeOf(cause)}`, { cause });
  }
}

function readBounded(path: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const bytes = readUpTo(descriptor, maxFileBytes + 1);
    if (bytes.length <= maxFileBytes) return bytes;
  } catch (cause) {
    throw new DeyeError('CONFIG_FILE_UNREADABLE', `${path}: ${codeOf(cause)}`, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  throw new DeyeError('CONFIG_FILE_UNREADABLE', `${path}: more than 1 MiB`);
}

function readUpTo(descriptor: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const count = readSync(descriptor, buffer, length, most - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function codeOf(error: unknown): string {
  const known = typeof error === 'object' && error !== null && 'code' in error;
  return known ? String(error.code) : String(error);
}
