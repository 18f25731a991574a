import type { SourceContext, TierReport } from '@daemoneye/collector-core';

import { runLooks } from '../tier/run-looks.ts';
import type { LookIntervals } from '../tier/run-looks.ts';
import type { ProcessTier } from '../tier/process-tier.ts';
import { openProcHost } from './proc-host.ts';
import type { ProcHostOptions } from './proc-host.ts';
import { procUnavailable, readBlindSpot } from './proc-privilege.ts';

export interface ProcScanOptions extends LookIntervals, ProcHostOptions {}

/** Tier 3: looks at /proc again and again. Runs without privileges, misses what lives shorter than a scan interval. */
export class ProcScanSource implements ProcessTier {
  readonly name = 'proc_scan';
  readonly #options: ProcScanOptions;

  constructor(options: ProcScanOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    return procUnavailable(this.#options.procRoot);
  }

  report(): TierReport {
    const { procRoot, scanIntervalMs } = this.#options;
    const blind = readBlindSpot(procRoot);
    const missed = `processes that live shorter than ${scanIntervalMs} ms can be missed`;
    return {
      tier: this.name,
      rank: 3,
      lossy: true,
      reason: blind === null ? missed : `${missed}; ${blind}`,
      remedy: blind === null ? null : 'sudo npm start',
    };
  }

  async run(context: SourceContext): Promise<void> {
    const { reader, looker } = openProcHost(this.#options);
    await runLooks(context, this, looker, {
      ...this.#options,
      isReplaced: (pid) => reader.isReplaced(pid),
    });
  }
}
