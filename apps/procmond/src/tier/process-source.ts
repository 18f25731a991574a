import { DeyeError, SourceCaps } from '@daemoneye/collector-core';
import type { EventSource, SourceContext, TierReport } from '@daemoneye/collector-core';

import type { ProcessTier } from './process-tier.ts';

interface Refused {
  readonly reason: string;
  /** A command with which the tier would run. */
  readonly remedy: string | null;
}

function withRefusals(report: TierReport, refused: readonly Refused[]): TierReport {
  const reasons = refused.map(({ reason }) => reason);
  if (report.reason !== null) reasons.push(report.reason);
  const remedy = refused.find((one) => one.remedy !== null)?.remedy ?? report.remedy;
  return { ...report, reason: reasons.length === 0 ? null : reasons.join('; '), remedy };
}

/** Why a run that is not live yet ended: the tier cannot run here. Null for every other error. */
function refusalOf(error: unknown): string | null {
  const isRefusal = error instanceof DeyeError && error.code === 'SOURCE_TIER_UNAVAILABLE';
  return isRefusal ? error.detail : null;
}

/**
 * The source `process`: runs on the best of `tiers` (best first) that the host allows, chosen anew at every start. The report says
 * which one and why not a better one. With `forced` that tier alone is tried. A run throws `SOURCE_TIER_UNAVAILABLE` when no tier
 * that may be tried can run.
 */
export class ProcessSource implements EventSource {
  readonly name = 'process';
  readonly caps = SourceCaps.PROCESS | SourceCaps.SYSTEM_WIDE;
  readonly #tiers: readonly ProcessTier[];

  constructor(tiers: readonly ProcessTier[], forced: string | null = null) {
    this.#tiers = forced === null ? tiers : tiers.filter(({ name }) => name === forced);
  }

  async run(context: SourceContext): Promise<void> {
    const refused: Refused[] = [];
    for (const tier of this.#tiers) {
      const why = tier.unavailable() ?? (await this.#runTier(tier, context, refused));
      if (why === null) return;
      refused.push({ reason: `${tier.name}: ${why}`, remedy: tier.remedy?.() ?? null });
    }
    const reasons = refused.map(({ reason }) => reason);
    throw new DeyeError('SOURCE_TIER_UNAVAILABLE', reasons.join('; '));
  }

  /** Why the tier could not run; null once it has run. */
  async #runTier(
    tier: ProcessTier,
    context: SourceContext,
    refused: readonly Refused[],
  ): Promise<string | null> {
    let isLive = false;
    try {
      await tier.run({
        signal: context.signal,
        clock: context.clock,
        log: context.log,
        ready: (report) => {
          isLive = true;
          context.ready(withRefusals(report, refused));
        },
        emit: (event) => context.emit(event),
        lost: (loss) => context.lost(loss),
      });
      return null;
    } catch (error) {
      const why = isLive ? null : refusalOf(error);
      if (why === null) throw error;
      return why;
    }
  }
}
