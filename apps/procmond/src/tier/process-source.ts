import { SourceCaps } from '@daemoneye/collector-core';
import type { EventSource, SourceContext, TierReport } from '@daemoneye/collector-core';

import type { ProcessTier } from './process-tier.ts';

/** The first tier that can run, and why those before it cannot. The last one is taken when none says it can. */
function chooseTier(tiers: readonly [ProcessTier, ...ProcessTier[]]): {
  readonly tier: ProcessTier;
  readonly refused: readonly string[];
} {
  const refused: string[] = [];
  let [tier] = tiers;
  for (const candidate of tiers) {
    tier = candidate;
    const why = candidate.unavailable();
    if (why === null) break;
    refused.push(`${candidate.name}: ${why}`);
  }
  return { tier, refused };
}

function withRefusals(report: TierReport, refused: readonly string[]): TierReport {
  const reasons = [...refused, ...(report.reason === null ? [] : [report.reason])];
  return { ...report, reason: reasons.length === 0 ? null : reasons.join('; ') };
}

/**
 * The source `process`: runs on the best of `tiers` (best first) that the host allows, chosen anew at every start. The report says
 * which one and why not a better one.
 */
export class ProcessSource implements EventSource {
  readonly name = 'process';
  readonly caps = SourceCaps.PROCESS | SourceCaps.SYSTEM_WIDE;
  readonly #tiers: readonly [ProcessTier, ...ProcessTier[]];

  constructor(tiers: readonly [ProcessTier, ...ProcessTier[]]) {
    this.#tiers = tiers;
  }

  async run(context: SourceContext): Promise<void> {
    const { tier, refused } = chooseTier(this.#tiers);
    await tier.run({
      signal: context.signal,
      clock: context.clock,
      log: context.log,
      ready: (report) => context.ready(withRefusals(report, refused)),
      emit: (event) => context.emit(event),
      lost: (loss) => context.lost(loss),
    });
  }
}
