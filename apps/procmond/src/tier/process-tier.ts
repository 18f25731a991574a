import type { SourceContext, TierReport } from '@daemoneye/collector-core';

/** One way to learn of processes. */
export interface ProcessTier {
  /** As in `source_tier`. */
  readonly name: string;
  /** Why it cannot run on this host; null when it can. */
  unavailable(): string | null;
  /** What to say of it once it runs. */
  report(): TierReport;
  /** Emits until the signal aborts; calls `ready` after the first look has worked. Closes all that it opens. */
  run(context: SourceContext): Promise<void>;
}
