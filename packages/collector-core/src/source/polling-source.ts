import type { TierReport } from '../model/capability.ts';
import type { SourceCaps } from '../model/source-caps.ts';
import type { EventSource, SourceContext } from './event-source.ts';

export interface PollingSourceOptions {
  readonly name: string;
  readonly caps: SourceCaps;
  /** Time from tick to tick; ticks are aligned to its multiples after the first. */
  readonly intervalMs: number;
  readonly tier: TierReport;
  /** One look; emits what it finds. What it throws ends the run, and the runtime starts it again. */
  collect(context: SourceContext): Promise<void>;
  /** Gives back what `collect` keeps between looks. Called once at the end of every run. */
  close?(): Promise<void> | void;
}

/** The next tick after `nowMs`, and how many were missed on the way there. */
export function nextTick(
  lastMs: number,
  nowMs: number,
  intervalMs: number,
): { readonly atMs: number; readonly missed: number } {
  const missed = Math.max(Math.ceil((nowMs - lastMs) / intervalMs) - 1, 0);
  return { atMs: lastMs + (missed + 1) * intervalMs, missed };
}

/**
 * A source that looks again and again. It is ready after the first look. A look that takes longer than the interval costs the ticks
 * that it covers: they are left out, and the log says how many.
 */
export function pollingSource(options: PollingSourceOptions): EventSource {
  const { name, caps, intervalMs, tier, collect } = options;
  async function poll(context: SourceContext): Promise<void> {
    const { clock, log, signal } = context;
    let tickMs = clock.monotonicMs();
    let isReady = false;
    while (!signal.aborted) {
      // Looks follow each other.
      // oxlint-disable-next-line no-await-in-loop
      await collect(context);
      if (!isReady) context.ready(tier);
      isReady = true;
      const { atMs, missed } = nextTick(tickMs, clock.monotonicMs(), intervalMs);
      if (missed > 0) log.warn({ missed, interval_ms: intervalMs }, 'ticks were missed');
      tickMs = atMs;
      await clock.sleep(Math.max(tickMs - clock.monotonicMs(), 0), signal);
    }
  }
  return {
    name,
    caps,
    async run(context) {
      try {
        await poll(context);
      } finally {
        await options.close?.();
      }
    },
  };
}
