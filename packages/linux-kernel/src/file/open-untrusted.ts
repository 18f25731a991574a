import { constants } from 'node:fs';

import {
  O_PATH,
  closeDescriptor,
  hasLinuxDescriptors,
  openDescriptor,
  pathOfDescriptor,
  statDescriptor,
} from './descriptor.ts';
import { codeOf, refusalOf, refuse } from './file-refusal.ts';
import type { Refused } from './file-refusal.ts';
import { findBeneath } from './find-beneath.ts';
import { isPseudo, openStored } from './open-file.ts';
import type { OpenFile } from './open-file.ts';

export interface UntrustedOptions {
  /** Directory below which the path is resolved; trusted, links in it are followed. Default `/`. */
  readonly root?: string;
}

/**
 * Parts of an absolute path; null for one that is relative, names no file, climbs with `..` or holds a NUL. Repeated slashes and `.`
 * count for nothing.
 */
export function parseUntrustedPath(path: string): readonly string[] | null {
  if (!path.startsWith('/') || path.includes('\0')) return null;
  const components = path.split('/').filter((part) => part !== '' && part !== '.');
  return components.length === 0 || components.includes('..') ? null : components;
}

/** Checks what was found before it is opened for reading: opening a FIFO or a device can already act on it. */
async function openFound(descriptor: number): Promise<OpenFile | Refused> {
  const stat = await statDescriptor(descriptor);
  if (!stat.isFile()) return refuse('not_regular', 'not a regular file');
  if (await isPseudo(descriptor)) return refuse('not_regular', 'a file of a pseudo filesystem');
  return openStored(pathOfDescriptor(descriptor));
}

/**
 * Opens a file that somebody else named: an absolute path, resolved below `root` without following any symbolic or magic link, and
 * only when it is a regular file of a filesystem that stores files. Devices, FIFOs and the like are never opened, so that nothing
 * blocks and nothing is set off. By openat2(2), and where that is missing by one step per component with the same answers.
 */
export async function openUntrusted(
  path: string,
  options: UntrustedOptions = {},
): Promise<OpenFile | Refused> {
  const components = parseUntrustedPath(path);
  if (components === null) return refuse('invalid_path', 'not an absolute path without ".."');
  if (!hasLinuxDescriptors) return refuse('unsupported', 'needs Linux');
  let root: number;
  try {
    root = await openDescriptor(options.root ?? '/', O_PATH | constants.O_DIRECTORY);
  } catch (error) {
    return refusalOf(codeOf(error));
  }
  try {
    const found = await findBeneath(root, components);
    if (!found.ok) return found;
    try {
      return await openFound(found.descriptor);
    } finally {
      await closeDescriptor(found.descriptor);
    }
  } finally {
    await closeDescriptor(root);
  }
}
