import { constants } from 'node:fs';

import { loadLibc } from '../ffi/libc.ts';
import type { Libc } from '../ffi/libc.ts';
import {
  O_CLOEXEC,
  O_PATH,
  closeDescriptor,
  openDescriptor,
  pathOfDescriptor,
  statDescriptor,
} from './descriptor.ts';
import { codeOf, refusalOf, refuse } from './file-refusal.ts';
import type { Refused } from './file-refusal.ts';

/** A descriptor with O_PATH: it names the file and can neither read it nor have an effect on it. */
export type Found = { readonly ok: true; readonly descriptor: number } | Refused;

// <linux/openat2.h>
const RESOLVE_NO_MAGICLINKS = 0x02;
const RESOLVE_NO_SYMLINKS = 0x04;
const RESOLVE_BENEATH = 0x08;

const pathFlags = O_PATH | constants.O_NOFOLLOW | O_CLOEXEC;

/** `struct open_how`: u64 flags, u64 mode, u64 resolve. */
function openHow(): Buffer {
  const how = Buffer.alloc(24);
  how.writeBigUInt64LE(BigInt(pathFlags), 0);
  how.writeBigUInt64LE(BigInt(RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH), 16);
  return how;
}

/** Whether the system refuses the call itself: it is older than the call, or a filter forbids it. */
function isCallMissing(code: string): boolean {
  return code === 'ENOSYS' || code === 'EPERM';
}

/** Opens one component below a directory; the directory is an open descriptor, so that nobody can swap it. */
async function step(directory: number, component: string): Promise<Found> {
  const path = `${pathOfDescriptor(directory)}/${component}`;
  let descriptor: number;
  try {
    descriptor = await openDescriptor(path, pathFlags);
  } catch (error) {
    return refusalOf(codeOf(error));
  }
  const stat = await statDescriptor(descriptor);
  if (!stat.isSymbolicLink()) return { ok: true, descriptor };
  await closeDescriptor(descriptor);
  return refuse('symlink', component);
}

/**
 * Finds a file component by component, each below an open directory and never through a link. Gives the same answers as openat2(2)
 * does, in one call per component.
 */
async function walkBeneath(directory: number, components: readonly string[]): Promise<Found> {
  let at = directory;
  try {
    for (const component of components) {
      // Every step depends on the one before.
      // oxlint-disable-next-line no-await-in-loop
      const next = await step(at, component);
      // oxlint-disable-next-line no-await-in-loop
      if (at !== directory) await closeDescriptor(at);
      at = directory;
      if (!next.ok) return next;
      at = next.descriptor;
    }
    return { ok: true, descriptor: at };
  } catch (error) {
    if (at !== directory) await closeDescriptor(at);
    throw error;
  }
}

async function refuseLink(descriptor: number): Promise<Found> {
  const stat = await statDescriptor(descriptor);
  if (!stat.isSymbolicLink()) return { ok: true, descriptor };
  await closeDescriptor(descriptor);
  return refuse('symlink', 'last component');
}

/**
 * Finds the file at `components` below an open directory without following a symbolic or magic link and without opening it. At
 * least one component, none of them empty, `.` or `..`. The caller closes the descriptor.
 */
export async function findBeneath(
  directory: number,
  components: readonly string[],
  libc: Libc | null = availableLibc(),
): Promise<Found> {
  if (libc === null) return walkBeneath(directory, components);
  const opened = libc.openat2(directory, components.join('/'), openHow());
  // With O_PATH | O_NOFOLLOW the kernel hands out the last component also when it is a link.
  if (opened.ok) return refuseLink(opened.value);
  return isCallMissing(opened.code) ? walkBeneath(directory, components) : refusalOf(opened.code);
}

function availableLibc(): Libc | null {
  const load = loadLibc();
  return load.kind === 'loaded' ? load.libc : null;
}
