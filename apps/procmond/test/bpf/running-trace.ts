import { redactArguments, SystemClock } from '@daemoneye/collector-core';
import type { ProcessEvent } from '@daemoneye/collector-core';
import { recordingContext } from '@daemoneye/collector-core/testing';

import { BpfSource } from '../../src/bpf/bpf-source.ts';
import type { BpfOptions } from '../../src/bpf/bpf-source.ts';

export const traceOptions: BpfOptions = {
  procRoot: '/proc',
  hostRoot: '',
  redact: redactArguments,
  snapshotIntervalMs: 60_000,
  tellsForks: false,
};

/** The tier on this machine, on its clock. */
export class RunningTrace {
  readonly context = recordingContext(new SystemClock());
  readonly #done: Promise<void>;

  private constructor(options: Partial<BpfOptions>) {
    this.#done = new BpfSource({ ...traceOptions, ...options }).run(this.context);
  }

  /** Resolves once the tier knows what runs. */
  static async start(options: Partial<BpfOptions> = {}): Promise<RunningTrace> {
    const running = new RunningTrace(options);
    await Promise.race([
      running.#done,
      running.context.until(() => running.context.tiers.length > 0),
    ]);
    return running;
  }

  get events(): readonly ProcessEvent[] {
    return this.context.events as unknown as readonly ProcessEvent[];
  }

  of(pid: number | undefined, type: ProcessEvent['type']): readonly ProcessEvent[] {
    return this.events.filter((event) => event.pid === pid && event.type === type);
  }

  /** Resolves with the first event that fits. */
  async first(fits: (event: ProcessEvent) => boolean): Promise<ProcessEvent> {
    await this.context.until(() => this.events.some(fits));
    const event = this.events.find(fits);
    if (event === undefined) throw new Error('no event');
    return event;
  }

  /** Resolves with the end of the process. */
  ended(pid: number | undefined): Promise<ProcessEvent> {
    return this.first((event) => event.pid === pid && event.type === 'process.exited');
  }

  async stop(): Promise<void> {
    this.context.stop();
    await this.#done;
  }
}
