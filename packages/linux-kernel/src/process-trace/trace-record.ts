import {
  ARGUMENTS_CUT,
  ARGUMENTS_UNREADABLE,
  COMM_BYTES,
  PATH_BYTES,
  recordField,
  recordKind,
} from './record-layout.ts';

/** What every record says of a process. Ids are those of the first pid and user namespaces. */
interface TracedTask {
  readonly pid: number;
  /** Who would wait for it: at a fork and at most execs, who started it. 0: nobody. */
  readonly parent: number;
  readonly euid: number;
  readonly egid: number;
  /** When it happened, nanoseconds on CLOCK_BOOTTIME. */
  readonly boottime: bigint;
  /** Start of the process on the same clock. */
  readonly startBoottime: bigint;
  /** Id in the unified hierarchy: the inode of the directory. */
  readonly cgroup: bigint;
  /** Who logged in; null when nobody did, or the kernel does not keep it. */
  readonly loginuid: number | null;
  readonly session: number;
  readonly comm: string;
  /** Grows with each exec of the process. */
  readonly execId: bigint;
}

/** A process that calls exec and now runs another program. */
export interface ExecRecord extends TracedTask {
  readonly kind: 'exec';
  /** Path as it was named, of the interpreter for a script; cut at 255 bytes. */
  readonly path: string;
  /** Arguments as the caller gave them, bytes that are not UTF-8 as U+FFFD; null when they could not be read. */
  readonly args: readonly string[] | null;
  /** Whether there are more arguments than were recorded. */
  readonly cut: boolean;
  /** Address at which the stack of this program begins, `startStack` of `ProcStat`: no two execs of a process share it. */
  readonly startStack: number;
}

/** A process whose last thread ends. */
export interface ExitRecord extends TracedTask {
  readonly kind: 'exit';
  /** As wait(2) gives it: the code times 256, or the signal with 128 for a core dump. */
  readonly status: number;
}

/** A new process; it runs the program of its parent. */
export interface ForkRecord extends TracedTask {
  readonly kind: 'fork';
}

export type TraceRecord = ExecRecord | ExitRecord | ForkRecord;

const UNSET_ID = 0xffff_ffff;

function textAt(data: Buffer, start: number, most: number): string {
  const nul = data.indexOf(0, start);
  const end = nul < 0 || nul > start + most ? start + most : nul;
  return data.toString('utf8', start, end);
}

function taskAt(data: Buffer, at: number): TracedTask {
  const loginuid = data.readUInt32LE(at + recordField.loginuid);
  return {
    pid: data.readUInt32LE(at + recordField.pid),
    parent: data.readUInt32LE(at + recordField.parent),
    euid: data.readUInt32LE(at + recordField.euid),
    egid: data.readUInt32LE(at + recordField.egid),
    boottime: data.readBigUInt64LE(at + recordField.time),
    startBoottime: data.readBigUInt64LE(at + recordField.start),
    cgroup: data.readBigUInt64LE(at + recordField.cgroup),
    loginuid: loginuid === UNSET_ID ? null : loginuid,
    session: data.readUInt32LE(at + recordField.session),
    comm: textAt(data, at + recordField.comm, COMM_BYTES),
    execId: data.readBigUInt64LE(at + recordField.execId),
  };
}

/** Arguments end with NUL, empty ones count; the last one of a cut list does not end. */
function argumentsOf(bytes: Buffer): readonly string[] {
  const args = bytes.toString('utf8').split('\0');
  if (args.at(-1) === '') args.pop();
  return args;
}

/** Reads the record at `at`. */
export function readTraceRecord(data: Buffer, at: number): TraceRecord {
  const task = taskAt(data, at);
  const kind = data.readUInt32LE(at + recordField.kind);
  if (kind === recordKind.fork) return { kind: 'fork', ...task };
  if (kind === recordKind.exit)
    return { kind: 'exit', ...task, status: data.readUInt32LE(at + recordField.status) };
  const flags = data.readUInt32LE(at + recordField.flags);
  const start = at + recordField.arguments;
  const end = start + data.readUInt32LE(at + recordField.argumentBytes);
  return {
    kind: 'exec',
    ...task,
    path: textAt(data, at + recordField.path, PATH_BYTES),
    args: (flags & ARGUMENTS_UNREADABLE) === 0 ? argumentsOf(data.subarray(start, end)) : null,
    startStack: Number(data.readBigUInt64LE(at + recordField.stack)),
    cut: (flags & ARGUMENTS_CUT) !== 0,
  };
}
