import { oddBytes } from './odd-bytes.ts';

/**
 * What `/proc/PID/stat` says, proc_pid_stat(5); the number of the field stands behind each. Addresses are 0 (`startCode` and
 * `endCode` 1) when the reader lacks ptrace permission on the process, and all of them 0 for kernel threads and zombies.
 */
export interface ProcStat {
  /** (2) comm; bytes that are not UTF-8 became U+FFFD. */
  readonly comm: string;
  /** The bytes of `comm`, only where they are not UTF-8. */
  readonly commBytes?: Uint8Array;
  /** (3) R S D Z T t X I … */
  readonly state: string;
  /** (4) */
  readonly ppid: number;
  /** (6) */
  readonly session: number;
  /** (7) device number, see `ttyName`. */
  readonly ttyNr: number;
  /** (9) PF_* bits of the kernel. */
  readonly flags: number;
  /** (14) + (15), user and system CPU time in clock ticks. */
  readonly cpuTicks: number;
  /** (20) */
  readonly threads: number;
  /** (22) start on CLOCK_BOOTTIME, in clock ticks. */
  readonly startTicks: number;
  /** (23) virtual size in bytes; readable without ptrace permission. */
  readonly vsizeBytes: number;
  /** (24) resident set in pages. */
  readonly rssPages: number;
  /** (26), (27), (28), (45), (46), (47): what exec lays out anew. */
  readonly startCode: number;
  readonly endCode: number;
  readonly startStack: number;
  readonly startData: number;
  readonly endData: number;
  readonly startBrk: number;
}

/**
 * Clock ticks per second in every file of /proc: USER_HZ, which is 100 on each architecture that Node runs on
 * (include/uapi/asm-generic/param.h; alpha and ia64 alone differ).
 */
export const CLOCK_TICKS_PER_SECOND = 100;

/** PF_KTHREAD: the process is a thread of the kernel (include/linux/sched.h). */
export const PF_KTHREAD = 0x00200000;

/** PF_FORKNOEXEC: forked, and has not called exec since. */
export const PF_FORKNOEXEC = 0x00000040;

const OPEN = 40;
const CLOSE = 41;
const BLANK = 32;
const MINUS = 45;
const FIRST_NUMBER = 4;
const fields = new Float64Array(64);

/** Fills `fields` from field 4 on; returns the number of the last field that was read. */
function readNumbers(bytes: Uint8Array, start: number, length: number): number {
  let field = FIRST_NUMBER;
  let value = 0;
  let sign = 1;
  let digits = 0;
  for (let i = start; i <= length; i++) {
    const byte = i < length ? (bytes[i] ?? BLANK) : BLANK;
    if (byte >= 48 && byte <= 57) {
      value = value * 10 + byte - 48;
      digits++;
    } else if (byte === MINUS) {
      sign = -1;
    } else if (digits > 0) {
      if (field < fields.length) fields[field] = sign * value;
      field++;
      value = 0;
      sign = 1;
      digits = 0;
    }
  }
  return field - 1;
}

function at(field: number): number {
  return fields[field] ?? 0;
}

/**
 * Parses the first `length` bytes of a `/proc/PID/stat`; null when they are not one. `comm` may hold blanks, parentheses,
 * newlines and bytes that are not UTF-8, so the fields are counted from the last `)`.
 */
export function parseStat(bytes: Buffer, length: number = bytes.length): ProcStat | null {
  const open = bytes.indexOf(OPEN);
  const close = bytes.lastIndexOf(CLOSE, length - 1);
  if (open < 0 || close <= open || close + 3 >= length) return null;
  fields.fill(0);
  if (readNumbers(bytes, close + 4, length) < 24) return null;
  const comm = bytes.toString('utf8', open + 1, close);
  const commBytes = oddBytes(bytes.subarray(open + 1, close), comm);
  return {
    comm,
    ...(commBytes === undefined ? null : { commBytes }),
    state: String.fromCharCode(bytes[close + 2] ?? BLANK),
    ppid: at(4),
    session: at(6),
    ttyNr: at(7),
    flags: at(9),
    cpuTicks: at(14) + at(15),
    threads: at(20),
    startTicks: at(22),
    vsizeBytes: at(23),
    rssPages: at(24),
    startCode: at(26),
    endCode: at(27),
    startStack: at(28),
    startData: at(45),
    endData: at(46),
    startBrk: at(47),
  };
}
