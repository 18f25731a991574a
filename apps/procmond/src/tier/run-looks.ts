import type { SourceContext } from '@daemoneye/collector-core';
import { ProcessTable } from '@daemoneye/process-table';

import type { Look, ProcessLooker } from '../event/look.ts';
import { LookReporter } from '../event/look-reporter.ts';
import { nextTick } from './next-tick.ts';
import type { ProcessTier } from './process-tier.ts';

export interface LookIntervals {
  readonly scanIntervalMs: number;
  readonly snapshotIntervalMs: number;
}

export interface LookOptions extends LookIntervals {
  /** Whether another file has taken the path of the executable of the process. */
  isReplaced(pid: number): boolean;
}

/**
 * Looks again and again until the signal aborts. The first look is the base: what runs already is told as snapshots. A look that
 * takes longer than the interval makes the looks skip, not pile up. Closes the looker.
 */
export async function runLooks(
  context: SourceContext,
  tier: Pick<ProcessTier, 'name' | 'report'>,
  looker: ProcessLooker,
  options: LookOptions,
): Promise<void> {
  const { clock, signal } = context;
  const reporter = new LookReporter({
    context,
    tier: tier.name,
    table: new ProcessTable(),
    isReplaced: (pid) => options.isReplaced(pid),
  });
  const startMs = clock.monotonicMs();
  let snapshotMs = startMs;
  try {
    for (let first = true; !signal.aborted; first = false) {
      const look: Look = await looker.look(clock.now(), clock.monotonicMs());
      reporter.learn(look, clock.monotonicMs());
      if (first) context.ready(tier.report());
      else await reporter.changes(look);
      if (clock.monotonicMs() >= snapshotMs) {
        await reporter.snapshots(await looker.snapshot(), clock);
        snapshotMs = nextTick(startMs, options.snapshotIntervalMs, clock.monotonicMs());
      }
      const now = clock.monotonicMs();
      await clock.sleep(nextTick(startMs, options.scanIntervalMs, now) - now, signal);
    }
  } finally {
    looker.close();
  }
}
