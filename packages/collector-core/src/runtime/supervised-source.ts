import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Logger } from '../log/logger.ts';
import type { EventDraft } from '../model/event.ts';
import type { Loss } from '../model/gap.ts';
import type { EventSource, SourceContext } from '../source/event-source.ts';
import { backOffMs } from './back-off.ts';
import { nextTurn } from './event-loop-turn.ts';
import { initialSourceHealth, nextSourceHealth } from './source-health.ts';
import type { SourceHealth, SourceHealthEvent } from './source-health.ts';

const RESTART = { firstMs: 1_000, longestMs: 60_000 };
/** A run that was well for so long starts the back-off anew when it fails. */
const WELL_MS = 60_000;

export interface SupervisionOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly startupTimeoutMs: number;
  readonly healthCheckIntervalMs: number;
  emit(event: EventDraft): Promise<boolean>;
  lost(loss: Loss): void;
  /** Told of every change of the health. */
  onHealth(health: SourceHealth): void;
}

/** One run of a source. */
interface Run {
  readonly signal: AbortSignal;
  readyAtMs: number | null;
  isLive: boolean;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs one source, again after a failure, isolated from the others; keeps its health. */
export class SupervisedSource {
  readonly source: EventSource;
  readonly #options: SupervisionOptions;
  readonly #log: Logger;
  #health = initialSourceHealth;
  #abandoned = false;
  #checking = false;

  constructor(source: EventSource, options: SupervisionOptions) {
    this.source = source;
    this.#options = options;
    this.#log = options.log.child({ source: source.name });
  }

  get health(): SourceHealth {
    return this.#health;
  }

  /** Resolves when `signal` has aborted and the source has returned. Never rejects. */
  async supervise(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    for (let failures = 1; !signal.aborted; failures += 1) {
      this.#note({ kind: 'started' });
      // Runs of one source follow each other.
      // oxlint-disable-next-line no-await-in-loop
      const { error, wellMs } = await this.#runOnce(signal);
      if (signal.aborted) {
        if (error !== null) this.#log.warn({ err: error }, 'source failed while it stopped');
        break;
      }
      if (wellMs >= WELL_MS) failures = 1;
      const restartInMs = backOffMs(RESTART, failures);
      this.#log.error({ err: error, restart_in_ms: restartInMs }, 'source failed');
      this.#note({ kind: 'failed', detail: reasonOf(error), restartInMs });
      await clock.sleep(restartInMs, signal);
    }
    if (!this.#abandoned) this.#note({ kind: 'stopped' });
  }

  /** Takes nothing more from the source, which did not stop in time. */
  abandon(): void {
    this.#note({ kind: 'abandoned' });
    this.#abandoned = true;
  }

  /** One run, from start to end; `error` is null only when the source was told to stop and did. */
  async #runOnce(signal: AbortSignal): Promise<{ error: unknown; wellMs: number }> {
    const { clock, startupTimeoutMs, healthCheckIntervalMs } = this.#options;
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    const run: Run = { signal: stop.signal, readyAtMs: null, isLive: true };
    const cancelStartup = clock.after(startupTimeoutMs, () => {
      if (run.readyAtMs === null && !run.signal.aborted)
        this.#note({ kind: 'startup_timed_out', timeoutMs: startupTimeoutMs });
    });
    const cancelChecks = clock.every(healthCheckIntervalMs, () => {
      if (run.readyAtMs !== null) void this.#check(run.signal);
    });
    let error: unknown = null;
    try {
      await this.source.run(this.#context(run));
      if (!signal.aborted) error = new DeyeError('SOURCE_ENDED', this.source.name);
    } catch (thrown) {
      error = thrown ?? new DeyeError('SOURCE_ENDED', this.source.name);
    }
    cancelStartup();
    cancelChecks();
    signal.removeEventListener('abort', onAbort);
    // What the run left behind, a timer say, is told to stop and has nothing to emit into any more.
    run.isLive = false;
    stop.abort();
    return { error, wellMs: run.readyAtMs === null ? 0 : clock.monotonicMs() - run.readyAtMs };
  }

  #context(run: Run): SourceContext {
    const { clock, emit, lost } = this.#options;
    return {
      signal: run.signal,
      clock,
      log: this.#log,
      ready: (tier) => {
        if (!run.isLive || run.signal.aborted) return;
        run.readyAtMs ??= clock.monotonicMs();
        this.#note({ kind: 'ready', tier });
      },
      emit: (event) => (run.isLive && !this.#abandoned ? emit(event) : nextTurn(false)),
      lost: (loss) => {
        if (run.isLive && !this.#abandoned) lost(loss);
      },
    };
  }

  /** One check at a time; one that does not answer within the interval has failed. */
  async #check(signal: AbortSignal): Promise<void> {
    if (this.source.healthCheck === undefined || this.#checking) return;
    const { clock, healthCheckIntervalMs } = this.#options;
    this.#checking = true;
    const over = new AbortController();
    const tooLate = async (): Promise<void> => {
      await clock.sleep(healthCheckIntervalMs, over.signal);
      if (!over.signal.aborted) throw new DeyeError('SOURCE_CHECK_TIMED_OUT', this.source.name);
    };
    let event: SourceHealthEvent = { kind: 'check_passed' };
    try {
      await Promise.race([this.source.healthCheck(), tooLate()]);
    } catch (error) {
      event = { kind: 'check_failed', detail: reasonOf(error) };
    }
    over.abort();
    this.#checking = false;
    if (!signal.aborted) this.#note(event);
  }

  #note(event: SourceHealthEvent): void {
    if (this.#abandoned) return;
    const before = this.#health;
    this.#health = nextSourceHealth(before, event);
    if (this.#health === before) return;
    const { state, detail, tier } = this.#health;
    if (state !== before.state || tier?.tier !== before.tier?.tier) {
      const level = state === 'healthy' || state === 'stopped' ? 'info' : 'warn';
      this.#log[level]({ state, detail, ...tier }, `source is ${state}`);
    }
    this.#options.onHealth(this.#health);
  }
}
