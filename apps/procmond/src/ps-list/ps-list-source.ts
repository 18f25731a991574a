import psList from 'ps-list';
import type { SourceContext, TierReport } from '@daemoneye/collector-core';

import type { ProcessTier } from '../tier/process-tier.ts';
import { runLooks } from '../tier/run-looks.ts';
import type { LookIntervals } from '../tier/run-looks.ts';
import { PsLooker } from './ps-looker.ts';

export interface PsListOptions extends LookIntervals {
  readonly bootId: string;
  readonly redact: (args: readonly string[]) => readonly string[];
}

/** Tier 4, for hosts without procfs: lists processes by `ps`, or what the system has instead. */
export class PsListSource implements ProcessTier {
  readonly name = 'ps_list';
  readonly #options: PsListOptions;

  constructor(options: PsListOptions) {
    this.#options = options;
  }

  unavailable(): null {
    return null;
  }

  report(): TierReport {
    return {
      tier: this.name,
      rank: 4,
      lossy: true,
      reason: `processes that live shorter than ${this.#options.scanIntervalMs} ms can be missed`,
      remedy: null,
    };
  }

  async run(context: SourceContext): Promise<void> {
    const { bootId, redact } = this.#options;
    const looker = new PsLooker({ list: () => psList(), bootId, redact });
    await runLooks(context, this, looker, { ...this.#options, isReplaced: () => false });
  }
}
