/** Where each field of a record stands, in bytes; the programs write by it and `readTraceRecord` reads by it. */
export const recordField = {
  kind: 0,
  pid: 4,
  parent: 8,
  euid: 12,
  time: 16,
  cgroup: 24,
  start: 32,
  egid: 40,
  status: 44,
  argumentBytes: 48,
  flags: 52,
  loginuid: 56,
  session: 60,
  comm: 64,
  execId: 80,
  /** Exec alone: where its stack begins, the path of the program, the arguments. */
  stack: 88,
  path: 96,
  arguments: 352,
} as const;

/** Bytes of a record of an exit or a fork. */
export const PLAIN_RECORD_BYTES = recordField.stack;
export const PATH_BYTES = recordField.arguments - recordField.path;
export const COMM_BYTES = 16;
/** Most bytes of the arguments of an exec that are recorded. */
export const MAX_ARGUMENT_BYTES = 4_096;

/** Numbers of the kinds, and their places in the counters. */
export const recordKind = { exec: 0, exit: 1, fork: 2 } as const;

export type TraceKind = keyof typeof recordKind;

/** Bits of the field `flags`. */
export const ARGUMENTS_CUT = 1;
export const ARGUMENTS_UNREADABLE = 2;

/** Counters of one kind: produced and dropped, 8 bytes each. */
export const COUNTERS_BYTES = 48;
export const producedAt = (kind: TraceKind): number => recordKind[kind] * 8;
export const droppedAt = (kind: TraceKind): number => 24 + recordKind[kind] * 8;
