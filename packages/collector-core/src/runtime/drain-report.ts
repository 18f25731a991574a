import type { LedgerTotals } from '../model/capability.ts';

/** How a run of a collector ended. Bookkeeping events count among the others. */
export interface DrainReport {
  readonly epoch: string;
  readonly lastSeq: number;
  /** Events that the bus has accepted. */
  readonly delivered: number;
  /** Events in the ranges of gaps. */
  readonly shed: number;
  /** Events that are neither delivered nor in a gap that was delivered: the bus did not answer in time. */
  readonly abandonedEvents: number;
  /** Sources that did not stop in time. */
  readonly abandonedSources: readonly string[];
}

/** The account of a run and the state of its queue. */
export interface PipelineTotals {
  readonly ledger: LedgerTotals;
  /** Events in the buffer. */
  readonly depth: number;
  readonly isPressed: boolean;
}
