import { CAP_SYS_PTRACE, listPids, readableOrNull, readStatus } from '@daemoneye/linux-kernel';

/** What the caller may not see of others, in words; null when it sees everything. */
export function blindSpot(effectiveCaps: bigint, seesInit: boolean): string | null {
  if ((effectiveCaps & (1n << CAP_SYS_PTRACE)) !== 0n) return null;
  if (!seesInit) return 'processes of other users are hidden (hidepid) without CAP_SYS_PTRACE';
  return 'executable and working directory of other users’ processes cannot be read without CAP_SYS_PTRACE';
}

/** The blind spot of this process in the procfs at `procRoot`. */
export function readBlindSpot(procRoot: string): string | null {
  const caps = readableOrNull(() => readStatus(procRoot, 'self'))?.effectiveCaps ?? 0n;
  const seesInit = (readableOrNull(() => listPids(procRoot)) ?? []).includes(1);
  return blindSpot(caps, seesInit);
}

/** Why nothing can be read at `procRoot`; null when it is a procfs. */
export function procUnavailable(procRoot: string): string | null {
  const status = readableOrNull(() => readStatus(procRoot, 'self'));
  return status === null ? `there is no procfs at ${procRoot}` : null;
}
