import type { Clock, Logger } from '@daemoneye/collector-core';
import type { Child } from './child.ts';
import { afterDeath, neverDied } from './restart.ts';
import type { RestartState } from './restart.ts';

/** A part that ends with this code will end with it again: config, or what the bus refuses. */
const refusedCode = 2;

export interface SupervisedOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly start: () => Child;
  /** How long it may take to drain before it is killed. */
  readonly graceMs: number;
  /** Called when it died, before it is started again. */
  readonly onDeath: (pid: number | undefined) => void;
  /** Called when it ended with a refusal; it is not started again. */
  readonly onRefused: () => void;
}

/** One process that is kept running: started again when it dies, after 1 to 60 s. */
export class SupervisedProcess {
  readonly #options: SupervisedOptions;
  readonly #stop = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  #child: Child | null = null;
  #running: Promise<void> = Promise.resolve();
  #state: RestartState = neverDied;

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  /** Starts it. Resolves when it has said for the first time that it works, was refused, or is stopped. */
  start(): Promise<void> {
    this.#running = this.#run().finally(() => this.#ready.resolve());
    return this.#ready.promise;
  }

  /** Asks it to drain, and kills it after the grace. Resolves when it has ended; may be called twice. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#child?.kill('SIGTERM');
    const over = new AbortController();
    const late = this.#killLate(over.signal);
    await this.#running;
    over.abort();
    await late;
  }

  async #killLate(over: AbortSignal): Promise<void> {
    const { clock, graceMs, log, name } = this.#options;
    await clock.sleep(graceMs, over);
    if (over.aborted) return;
    log.warn({ part: name, grace_ms: graceMs }, 'a part did not end in time and is killed');
    this.#child?.kill('SIGKILL');
  }

  async #run(): Promise<void> {
    const { clock, log, name } = this.#options;
    while (!this.#stop.signal.aborted) {
      const startedMs = clock.monotonicMs();
      const child = this.#startOne();
      const end = await child.ended;
      this.#child = null;
      if (this.#stop.signal.aborted) return;
      if (end.code === refusedCode) {
        this.#options.onRefused();
        return;
      }
      this.#options.onDeath(child.pid);
      this.#state = afterDeath(this.#state, clock.monotonicMs() - startedMs);
      const { deaths, delayMs } = this.#state;
      log.error({ part: name, ...end, deaths, delay_ms: delayMs }, 'a part died; restarting it');
      await clock.sleep(delayMs, this.#stop.signal);
    }
  }

  #startOne(): Child {
    const child = this.#options.start();
    this.#child = child;
    const { ready } = child;
    ready.addEventListener('abort', () => this.#ready.resolve(), { once: true });
    if (ready.aborted) this.#ready.resolve();
    return child;
  }
}
