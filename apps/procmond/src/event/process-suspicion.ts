import type { ProcessFacts } from '@daemoneye/process-table';

/** Values of column `suspicion`. */
export type Suspicion =
  'pid_reused' | 'start_in_future' | 'executable_deleted' | 'executable_replaced' | 'memfd';

/** What a suspicion is drawn from. */
export interface SuspectProcess {
  readonly facts: ProcessFacts;
  /** What was known of the same program in the same process before; null at the first sight and after an exec. */
  readonly former: ProcessFacts | null;
  /** When the facts were read, nanoseconds since the Unix epoch. */
  readonly timeNs: bigint;
  /** Since the last process with this pid ended; null when none is remembered, or this is not the first sight. */
  readonly pidFreeForMs: number | null;
  /** Whether another file has the path of the executable; asked only when the executable itself has left it. */
  isReplaced(): boolean;
}

/** Start times run in steps of 10 ms, and the wall clock is set now and then. */
const FUTURE_NS = 1_000_000_000n;

/**
 * The kernel gives out pids in turn: one that is free again so soon was asked for (clone3 with set_tid, ns_last_pid), unless
 * more than 16 000 processes a second start, with the smallest number of pids that is usual.
 */
const REUSED_SOON_MS = 2_000;

/** What is odd about a process, each told once per program that it runs. */
export function suspicionsOf(suspect: SuspectProcess): readonly Suspicion[] {
  const { facts, former, timeNs, pidFreeForMs } = suspect;
  const found: Suspicion[] = [];
  if (pidFreeForMs !== null && pidFreeForMs < REUSED_SOON_MS) found.push('pid_reused');
  const isNew = former === null;
  if (isNew && facts.start_time !== null && facts.start_time > timeNs + FUTURE_NS)
    found.push('start_in_future');
  if (facts.is_memfd === true && former?.is_memfd !== true) found.push('memfd');
  const hasLeft = facts.file_exists === false && facts.is_memfd !== true;
  if (hasLeft && former?.file_exists !== false)
    found.push(suspect.isReplaced() ? 'executable_replaced' : 'executable_deleted');
  return found;
}
