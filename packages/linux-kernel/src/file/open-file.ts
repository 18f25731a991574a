import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { statfs } from 'node:fs/promises';

import { closeDescriptor, openDescriptor, pathOfDescriptor, statDescriptor } from './descriptor.ts';
import { codeOf, refusalOf, refuse } from './file-refusal.ts';
import type { Refused } from './file-refusal.ts';
import { isPseudoFilesystem } from './pseudo-filesystem.ts';

/** A regular file, open for reading; who gets it closes it, once. */
export interface OpenFile {
  readonly ok: true;
  readonly descriptor: number;
  /** As of the opening. */
  readonly stat: BigIntStats;
  close(): Promise<void>;
}

const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Opens for reading what `path` leads to, when it is a regular, stored file. `path` is trusted: it is made by the caller's code. */
export async function openStored(path: string): Promise<OpenFile | Refused> {
  let descriptor: number;
  try {
    descriptor = await openDescriptor(path, readFlags);
  } catch (error) {
    return refusalOf(codeOf(error));
  }
  try {
    const stat = await statDescriptor(descriptor);
    if (stat.isFile() && !(await isPseudo(descriptor)))
      return { ok: true, descriptor, stat, close: () => closeDescriptor(descriptor) };
  } catch (error) {
    await closeDescriptor(descriptor);
    throw error;
  }
  await closeDescriptor(descriptor);
  return refuse('not_regular', 'not a stored file');
}

/** Whether the descriptor, which may be an O_PATH one, is of a filesystem that holds no stored files. */
export async function isPseudo(descriptor: number): Promise<boolean> {
  const { type } = await statfs(pathOfDescriptor(descriptor), { bigint: true });
  return isPseudoFilesystem(type);
}
