import { DeyeError } from '@daemoneye/collector-core';
import type { SourceContext, TierReport } from '@daemoneye/collector-core';
import { ProcConnector } from '@daemoneye/linux-kernel';

import { openProcHost } from '../proc-scan/proc-host.ts';
import type { ProcHostOptions } from '../proc-scan/proc-host.ts';
import { procUnavailable, readBlindSpot } from '../proc-scan/proc-privilege.ts';
import type { ProcessTier } from '../tier/process-tier.ts';
import { ConnectorRun } from './connector-run.ts';

export interface ProcConnectorOptions extends ProcHostOptions {
  readonly snapshotIntervalMs: number;
  readonly tellsForks: boolean;
  /** Room for events that wait; the kernel may give less. */
  readonly receiveBufferBytes: number;
}

/**
 * Tier 2: the proc connector tells every fork, exec and exit, /proc the rest. A process that ends at once may be gone before it is
 * read: its exec and its end are told, its arguments may be missing.
 */
export class ProcConnectorSource implements ProcessTier {
  readonly name = 'proc_connector';
  readonly #options: ProcConnectorOptions;

  constructor(options: ProcConnectorOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    return procUnavailable(this.#options.procRoot);
  }

  report(): TierReport {
    const blind = readBlindSpot(this.#options.procRoot);
    const missed = 'arguments of processes that end at once can be missed';
    return {
      tier: this.name,
      rank: 2,
      lossy: true,
      reason: blind === null ? missed : `${missed}; ${blind}`,
      remedy: blind === null ? null : 'sudo npm start',
    };
  }

  async run(context: SourceContext): Promise<void> {
    const opened = await ProcConnector.open(this.#options);
    if (opened.kind === 'refused') throw new DeyeError('SOURCE_TIER_UNAVAILABLE', opened.reason);
    const { connector } = opened;
    try {
      await this.#runOn(connector, context);
    } finally {
      connector.close();
    }
  }

  async #runOn(feed: ProcConnector, context: SourceContext): Promise<void> {
    const host = openProcHost(this.#options);
    try {
      const run = new ConnectorRun(context, {
        tier: this.name,
        host,
        feed,
        snapshotIntervalMs: this.#options.snapshotIntervalMs,
        tellsForks: this.#options.tellsForks,
        monotonicNs: () => process.hrtime.bigint(),
        onReady: () => context.ready(this.report()),
      });
      await run.run();
    } finally {
      host.looker.close();
    }
  }
}
