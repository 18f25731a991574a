import { constants, statSync } from 'node:fs';

import { loadLibc } from '../ffi/libc.ts';
import { ticksToNs } from '../proc/boot.ts';
import { readExeLink } from '../proc/exe-link.ts';
import type { ExeLink } from '../proc/exe-link.ts';
import { readableOrNull } from '../proc/proc-failure.ts';
import { readBounded } from '../proc/read-bounded.ts';
import { PF_KTHREAD, parseStat } from '../proc/stat.ts';
import type { ProcStat } from '../proc/stat.ts';
import {
  O_PATH,
  closeDescriptor,
  hasLinuxDescriptors,
  openDescriptor,
  pathOfDescriptor,
} from './descriptor.ts';
import { codeOf, refuse } from './file-refusal.ts';
import type { Refused } from './file-refusal.ts';
import { openStored } from './open-file.ts';
import type { OpenFile } from './open-file.ts';

/** A process by its number and the nanoseconds on CLOCK_BOOTTIME at which it started; finer parts than a tick are not compared. */
export interface ProcessStart {
  readonly pid: number;
  readonly startBoottime: bigint;
}

/** The file that a process runs, open for reading; who gets it closes it, once. */
export interface ProcessExecutable extends OpenFile, ExeLink {
  /** Whether another file is at `path` now, seen from the process' own root directory. */
  readonly replaced: boolean;
}

/** PID_MAX_LIMIT of a 64-bit kernel. */
const maxPid = 4_194_304;
const ownProcRoot = '/proc';

/** The state of the very process that started then; null when it is gone. `directory` is an open directory of /proc. */
function readSame(directory: number, start: bigint): ProcStat | null {
  const path = `${pathOfDescriptor(directory)}/stat`;
  const bytes = readableOrNull(() => readBounded(path, 4096).bytes);
  const stat = bytes === null ? null : parseStat(bytes);
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return null;
  const tick = ticksToNs(1);
  return ticksToNs(stat.startTicks) === start - (start % tick) ? stat : null;
}

function isReplaced(directory: number, link: ExeLink, file: OpenFile): boolean {
  if (link.exists || link.memfd) return false;
  const path = `${pathOfDescriptor(directory)}/root${link.path}`;
  const named = readableOrNull(() => statSync(path, { bigint: true }));
  return named !== null && (named.dev !== file.stat.dev || named.ino !== file.stat.ino);
}

async function openExecutable(
  directory: number,
  start: bigint,
): Promise<ProcessExecutable | Refused> {
  const gone = refuse('process_gone', 'start time differs or process ended');
  const before = readSame(directory, start);
  if (before === null) return gone;
  // The one magic link that is followed: its path is made of a descriptor, never of text from outside.
  const file = await openStored(`${pathOfDescriptor(directory)}/exe`);
  // Below /proc/self/fd the descriptor of a process directory stands where the pid stands below /proc.
  const link = readableOrNull(() => readExeLink('/proc/self/fd', directory));
  if (readSame(directory, start) === null) {
    if (file.ok) await file.close();
    return gone;
  }
  if (!file.ok) {
    return file.refusal === 'not_found'
      ? refuse((before.flags & PF_KTHREAD) === 0 ? 'process_gone' : 'no_executable', file.detail)
      : file;
  }
  if (link === null) {
    await file.close();
    return refuse('denied', 'exe link');
  }
  return { ...file, ...link, replaced: isReplaced(directory, link, file) };
}

/** Holds the process by a pidfd where that is possible; null where it is not, `process_gone` when nobody has the number. */
function holdProcess(pid: number, procRoot: string): number | Refused | null {
  const load = loadLibc();
  // The pids of another /proc may be those of another pid namespace.
  if (load.kind !== 'loaded' || procRoot !== ownProcRoot) return null;
  const held = load.libc.pidfdOpen(pid);
  if (held.ok) return held.value;
  return held.code === 'ESRCH' ? refuse('process_gone', held.code) : null;
}

async function openPinned(
  start: ProcessStart,
  procRoot: string,
): Promise<ProcessExecutable | Refused> {
  let directory: number;
  try {
    directory = await openDescriptor(`${procRoot}/${start.pid}`, O_PATH | constants.O_DIRECTORY);
  } catch (error) {
    const code = codeOf(error);
    return refuse(code === 'ENOENT' || code === 'ESRCH' ? 'process_gone' : 'failed', code);
  }
  try {
    return await openExecutable(directory, start.startBoottime);
  } finally {
    await closeDescriptor(directory);
  }
}

/**
 * Opens the file that a process runs, also when it has no name any more. The process is held by a pidfd and by an open descriptor of
 * its directory in /proc, through which everything is read: such a descriptor belongs to the process and not to its number, so that
 * a successor with the same pid is never seen. The start time is compared before and after; a mismatch is `process_gone`.
 * `procRoot` is a mount of procfs, also one of another pid namespace.
 */
export async function openProcessExecutable(
  start: ProcessStart,
  procRoot: string = ownProcRoot,
): Promise<ProcessExecutable | Refused> {
  if (!Number.isInteger(start.pid) || start.pid < 1 || start.pid > maxPid)
    return refuse('process_gone', 'no such pid is possible');
  if (!hasLinuxDescriptors) return refuse('unsupported', 'needs Linux');
  const held = holdProcess(start.pid, procRoot);
  if (typeof held === 'object' && held !== null) return held;
  try {
    return await openPinned(start, procRoot);
  } finally {
    if (held !== null) await closeDescriptor(held);
  }
}
