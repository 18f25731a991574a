import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of a file, and whether there were more than the cap allowed. */
export interface BoundedBytes {
  readonly bytes: Buffer;
  readonly truncated: boolean;
}

const scratch = Buffer.allocUnsafe(4096);

/**
 * At most `maxBytes` of a file whose size `stat` does not tell, as all of /proc. Throws the error of the system call. Synchronous:
 * procfs answers from memory, and the thread pool costs ten times the CPU.
 */
export function readBounded(path: string, maxBytes: number): BoundedBytes {
  const fd = openSync(path, 'r');
  try {
    // Most files of /proc fit the scratch buffer, and end with the read after.
    const target = maxBytes + 1 <= scratch.length ? scratch : Buffer.allocUnsafe(maxBytes + 1);
    let length = 0;
    while (length <= maxBytes) {
      const got = readSync(fd, target, length, maxBytes + 1 - length, null);
      if (got === 0) break;
      length += got;
    }
    const kept = Math.min(length, maxBytes);
    return { bytes: Buffer.from(target.subarray(0, kept)), truncated: length > maxBytes };
  } finally {
    closeSync(fd);
  }
}

/** The same as text; bytes that are not UTF-8 become U+FFFD. */
export function readBoundedText(path: string, maxBytes: number): string {
  return readBounded(path, maxBytes).bytes.toString('utf8');
}
