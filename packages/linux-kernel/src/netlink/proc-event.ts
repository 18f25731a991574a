/** A thread as the proc connector names it; `pid` is the process (thread group), in the pid namespace of the first process. */
export interface ProcThread {
  readonly pid: number;
  readonly tid: number;
}

/** What the kernel tells of processes. `timeNs` is CLOCK_MONOTONIC. */
export type ProcEvent =
  | (ProcThread & { readonly kind: 'exec' | 'ids' | 'comm'; readonly timeNs: bigint })
  | (ProcThread & {
      /** A new process, or, when `pid` is the parent's, a new thread. */
      readonly kind: 'fork';
      readonly timeNs: bigint;
      readonly parentPid: number;
    })
  | (ProcThread & {
      readonly kind: 'exit';
      readonly timeNs: bigint;
      /** As wait(2) gives it: signal in the low 7 bits, exit code above the low byte. */
      readonly status: number;
    });

/** Bits of `enum proc_cn_event`; each is also the value of `what` in an event. Source: include/uapi/linux/cn_proc.h. */
const FORK = 0x1;
const EXEC = 0x2;
const UID = 0x4;
const GID = 0x40;
const SID = 0x80;
const COMM = 0x200;
const EXIT = 0x8000_0000;

/** The events that `decodeProcEvent` knows, as the mask of a LISTEN request. */
export const KNOWN_PROC_EVENTS = (FORK | EXEC | UID | GID | SID | COMM | EXIT) >>> 0;

/** Bytes of a datagram: nlmsghdr 16, cn_msg 20, proc_event 40. */
const DATAGRAM_BYTES = 76;
const WHAT = 36;
const TIME = 44;
const DATA = 52;
/** `ack` of cn_msg: in an acknowledgement one more than in the request; the kernel gives `seq` a number of its own. */
const ACK = 28;

/** What a datagram holds; `null` for an event of another kind, and for bytes that are none. */
export type ProcDatagram =
  ProcEvent | { readonly kind: 'ack'; readonly error: number; readonly token: number } | null;

/** Decodes the datagram of `length` bytes at `at`. The time stamp is not aligned to 8 bytes, hence the view. */
export function decodeProcEvent(view: DataView, at: number, length: number): ProcDatagram {
  if (length < DATAGRAM_BYTES) return null;
  const word = (offset: number): number => view.getUint32(at + offset, true);
  const thread = { tid: word(DATA), pid: word(DATA + 4) };
  const timeNs = view.getBigUint64(at + TIME, true);
  switch (word(WHAT)) {
    case 0:
      return { kind: 'ack', error: word(DATA), token: (word(ACK) - 1) >>> 0 };
    case FORK:
      return {
        kind: 'fork',
        timeNs,
        parentPid: word(DATA + 4),
        tid: word(DATA + 8),
        pid: word(DATA + 12),
      };
    case EXEC:
      return { kind: 'exec', timeNs, ...thread };
    case UID:
    case GID:
    case SID:
      return { kind: 'ids', timeNs, ...thread };
    case COMM:
      return { kind: 'comm', timeNs, ...thread };
    case EXIT:
      return { kind: 'exit', timeNs, ...thread, status: word(DATA + 8) };
    default:
      return null;
  }
}
