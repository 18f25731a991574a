import fs from 'node:fs';
import { promisify } from 'node:util';
import { isLinux } from '../platform/platform.ts';

/** The operations of `node:fs` on descriptors, off the event loop. Descriptors that Node opens are close-on-exec. */
export const openDescriptor: (path: string, flags: number) => Promise<number> = promisify(fs.open);
export const closeDescriptor: (descriptor: number) => Promise<void> = promisify(fs.close);
const stat = promisify(fs.fstat);

export function statDescriptor(descriptor: number): Promise<fs.BigIntStats> {
  return stat(descriptor, { bigint: true });
}

/**
 * Path that leads to the file of an open descriptor, whatever its names are now. Always the own /proc, also where another one is
 * analysed.
 */
export function pathOfDescriptor(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** O_PATH of <fcntl.h>, the same on every architecture of Node; `fs.constants` lacks it. */
export const O_PATH = 0x20_0000;
/** O_CLOEXEC of <fcntl.h>. */
export const O_CLOEXEC = 0x8_0000;

/** Whether descriptors work as this folder needs it: O_PATH, and paths of descriptors that lead to the file itself. */
export const hasLinuxDescriptors = isLinux;
