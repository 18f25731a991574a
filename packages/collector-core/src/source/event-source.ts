import type { Clock } from '../clock/clock.ts';
import type { Logger } from '../log/logger.ts';
import type { TierReport } from '../model/capability.ts';
import type { EventDraft } from '../model/event.ts';
import type { Loss } from '../model/gap.ts';
import type { SourceCaps } from '../model/source-caps.ts';

/**
 * Where events come from. `run` emits until `context.signal` aborts and then returns; returning earlier, or throwing, is a
 * failure, after which the runtime calls `run` again with back-off, so `run` must be able to run twice. Everything that it opens it
 * closes before it returns. Timing, restart, counters, health and logging belong to the runtime.
 */
export interface EventSource {
  /** Unique within its collector. */
  readonly name: string;
  readonly caps: SourceCaps;
  run(context: SourceContext): Promise<void>;
  /** Throws, or rejects, when the source does not work as it should; called at every health interval while it runs. */
  healthCheck?(): Promise<void>;
}

/** What the runtime gives to a running source. */
export interface SourceContext {
  /** Aborts when the source is to stop. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
  /** Says that the source is live, and on which tier. May be called again when the tier changes. */
  ready(tier: TierReport): void;
  /**
   * Hands over one event; it is stamped, and must not be changed afterwards. Awaiting is the back-pressure: resolves true once
   * queued, false when it was shed after the wait (and is counted in a gap). Never rejects.
   */
  emit(event: EventDraft): Promise<boolean>;
  /** Tells a loss; it becomes a gap event. */
  lost(loss: Loss): void;
}
