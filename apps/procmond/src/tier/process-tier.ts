import type { SourceContext, TierReport } from '@daemoneye/collector-core';

/** One way to learn of processes. */
export interface ProcessTier {
  /** As in `source_tier`. */
  readonly name: string;
  /** Why it cannot run on this host, as far as can be told without opening anything; null when it may. */
  unavailable(): string | null;
  /** After a refusal: a command with which it would run; null, or no such method, when there is none. */
  remedy?(): string | null;
  /** What to say of it once it runs. */
  report(): TierReport;
  /**
   * Emits until the signal aborts; calls `ready` after the first look has worked. Closes all that it opens. Throws
   * `SOURCE_TIER_UNAVAILABLE` before `ready`, with the reason as its detail, when the kernel refuses it.
   */
  run(context: SourceContext): Promise<void>;
}
