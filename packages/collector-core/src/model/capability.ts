import type { SourceCaps } from './source-caps.ts';

export type HealthState = 'starting' | 'healthy' | 'degraded' | 'unhealthy' | 'stopped';

/** Strength of the promise behind a resolved publish. */
export type Durability = 'process' | 'memory' | 'async-R1' | 'async-R3' | 'fsync';

/** Which tier a source runs on, and why not on a better one. */
export interface TierReport {
  /** Name of the tier, as in `source_tier`. */
  readonly tier: string;
  /** 1 is best. */
  readonly rank: number;
  /** Whether events can be missed by the nature of the tier. */
  readonly lossy: boolean;
  /** Why no better tier runs; null when this is the best. */
  readonly reason: string | null;
  /** A command that would give a better tier; null when none would. */
  readonly remedy: string | null;
}

export interface SourceStatus {
  readonly name: string;
  readonly caps: SourceCaps;
  readonly state: HealthState;
  /** Why it is not healthy. */
  readonly detail: string | null;
  readonly tier: TierReport | null;
  readonly restarts: number;
  readonly emitted: number;
}

export interface AnalysisOffer {
  readonly analysis: string;
  readonly max_concurrent: number;
}

/** Account of a collector run: `last_seq = stored + shed + pending`, exactly. */
export interface LedgerTotals {
  readonly last_seq: number;
  readonly stored: number;
  readonly shed: number;
  readonly pending: number;
  /** Events that never got a number: counted by sources. */
  readonly lost_before_emit: number;
}

/** What a collector says of itself every beat; value of key `<host>.<collector>` in `deye_capabilities`. */
export interface CapabilityAnnouncement {
  readonly host: string;
  readonly host_name: string;
  readonly collector: string;
  readonly epoch: string;
  readonly pid: number;
  readonly version: string;
  readonly schema: { readonly min: number; readonly max: number };
  readonly caps: SourceCaps;
  readonly sources: readonly SourceStatus[];
  readonly analyses: readonly AnalysisOffer[];
  /** Columns that the current tiers fill, by table. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly health: HealthState;
  readonly durability: Durability;
  readonly ledger: LedgerTotals;
  readonly started_time: bigint;
}
