import { readBoundedText } from './read-bounded.ts';

/** What `/proc/PID/status` says, proc_pid_status(5). */
export interface ProcStatus {
  /** Effective user id; null when the text does not say. */
  readonly euid: number | null;
  /** Effective group id. */
  readonly egid: number | null;
  /** Effective capabilities, one bit each. */
  readonly effectiveCaps: bigint;
}

/** Bit of CAP_SYS_PTRACE, without which exe, cwd and addresses of other users' processes are closed. */
export const CAP_SYS_PTRACE = 19n;
/** Bit of CAP_SYS_ADMIN. */
export const CAP_SYS_ADMIN = 21n;
/** Bit of CAP_PERFMON, without which BPF programs read no kernel memory. */
export const CAP_PERFMON = 38n;
/** Bit of CAP_BPF, without which BPF programs are not loaded. */
export const CAP_BPF = 39n;

const MAX_STATUS_BYTES = 16_384;

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** Parses a `/proc/PID/status`. `Name` comes first and the kernel escapes newlines in it, so a line is what it seems. */
export function parseStatus(text: string): ProcStatus {
  return {
    euid: numberAfter(text, /^Uid:\s+\d+\s+(\d+)/m),
    egid: numberAfter(text, /^Gid:\s+\d+\s+(\d+)/m),
    effectiveCaps: BigInt(`0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(text)?.[1] ?? '0'}`),
  };
}

/** Reads `<root>/<pid>/status`; `self` is the caller. Throws the error of the system call. */
export function readStatus(root: string, pid: number | 'self'): ProcStatus {
  return parseStatus(readBoundedText(`${root}/${pid}/status`, MAX_STATUS_BYTES));
}
