/** Why events are missing; open, others may add theirs. */
export type GapReason =
  | 'kernel_overflow'
  | 'queue_shed'
  | 'spool_full'
  | 'publish_refused'
  | 'decode_failed'
  | 'evicted'
  | 'paused'
  | 'restart'
  | (string & {});

/** A loss as a source tells it: events that never got a number. */
export interface Loss {
  readonly reason: GapReason;
  /** How many were lost; with `lowerBound`, at least as many. */
  readonly count: number;
  readonly lowerBound: boolean;
  /** Span in which they are missing, nanoseconds since the Unix epoch; `until` null while it goes on. */
  readonly from: bigint;
  readonly until: bigint | null;
}
