import type { EventBus } from '../bus/event-bus.ts';
import type { Clock } from '../clock/clock.ts';
import type { CollectorSettings } from '../config/collector-config.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import type { MetricRegistry } from '../metric/metric-registry.ts';
import type { HealthState, SourceStatus } from '../model/capability.ts';
import { SourceCaps } from '../model/source-caps.ts';
import type { EventSource } from '../source/event-source.ts';
import { randomToken } from './batch-publisher.ts';
import { domainOf } from './domain-of.ts';
import { EventPipeline } from './event-pipeline.ts';
import type { DrainReport, PipelineTotals } from './drain-report.ts';
import { RuntimeMetrics } from './runtime-metrics.ts';
import { collectorHealth } from './source-health.ts';
import { SupervisedSource } from './supervised-source.ts';

/** Part of the shutdown time that is kept for the last gaps and the ledger. */
const BOOKS_SHARE = 0.2;
const BOOKS_MAX_MS = 1_000;

export interface CollectorDeps {
  /** Unique on the host; a token of subjects. */
  readonly name: string;
  readonly host: HostIdentity;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
  /** Told when the health of a source, its tier or the pressure on the queue changes. */
  readonly onChange?: () => void;
}

interface Run {
  readonly pipeline: EventPipeline;
  readonly sources: readonly SupervisedSource[];
}

/**
 * Runs sources, isolated from each other, and publishes what they emit: numbered, batched, accounted for. `register`, then `run`
 * once.
 */
export class CollectorRuntime {
  /** This run, 16 hex digits, random. */
  readonly epoch = randomToken();
  readonly #settings: CollectorSettings;
  readonly #deps: CollectorDeps;
  readonly #metrics: RuntimeMetrics;
  readonly #registered: EventSource[] = [];
  #run: Run | null = null;

  constructor(settings: CollectorSettings, deps: CollectorDeps) {
    this.#settings = settings;
    this.#deps = deps;
    this.#metrics = new RuntimeMetrics(deps.metrics, deps.name);
  }

  get name(): string {
    return this.#deps.name;
  }

  /** What the sources can do, together. */
  get caps(): SourceCaps {
    return SourceCaps.union(...this.#registered.map((source) => source.caps));
  }

  /**
   * Adds a source. Throws `COLLECTOR_SOURCE_LIMIT` when there are `maxEventSources`, `COLLECTOR_DUPLICATE_SOURCE` when there is one of
   * that name, `COLLECTOR_STARTED` after `run`.
   */
  register(source: EventSource): this {
    if (this.#run !== null) throw new DeyeError('COLLECTOR_STARTED', this.name);
    const { maxEventSources } = this.#settings;
    if (this.#registered.some(({ name }) => name === source.name))
      throw new DeyeError('COLLECTOR_DUPLICATE_SOURCE', `${this.name}: ${source.name}`);
    if (this.#registered.length >= maxEventSources)
      throw new DeyeError(
        'COLLECTOR_SOURCE_LIMIT',
        `${this.name}: ${source.name} is one more than ${maxEventSources}`,
      );
    this.#registered.push(source);
    return this;
  }

  /**
   * Runs until `signal` aborts; then tells every source once, waits for them, and delivers what is queued, all within
   * `shutdownTimeoutMs`. Throws `COLLECTOR_STARTED` the second time.
   */
  async run(signal: AbortSignal): Promise<DrainReport> {
    if (this.#run !== null) throw new DeyeError('COLLECTOR_STARTED', this.name);
    const run = this.#start();
    this.#run = run;
    const running = new Map(run.sources.map((source) => [source, source.supervise(signal)]));
    for (const [source, ended] of running) void ended.then(() => running.delete(source));
    await aborted(signal);
    return this.#drain(run, running);
  }

  health(): HealthState {
    if (this.#run === null) return 'starting';
    const { sources, pipeline } = this.#run;
    return collectorHealth(
      sources.map((source) => source.health.state),
      pipeline.isPressed,
    );
  }

  /** One row per source, in the order of registration. */
  statuses(): SourceStatus[] {
    const run = this.#run;
    if (run === null) return [];
    return run.sources.map(({ source, health }, index) => ({
      name: source.name,
      caps: source.caps,
      state: health.state,
      detail: health.detail,
      tier: health.tier,
      restarts: health.restarts,
      emitted: run.pipeline.emittedBy(index),
    }));
  }

  /** The account of the run and the state of its queue. */
  totals(): PipelineTotals {
    const pipeline = this.#run?.pipeline;
    return {
      ledger: pipeline?.totals() ?? {
        last_seq: 0,
        stored: 0,
        shed: 0,
        pending: 0,
        lost_before_emit: 0,
      },
      depth: pipeline?.depth ?? 0,
      isPressed: pipeline?.isPressed ?? false,
    };
  }

  /** Brings the gauges and the counters per source up to date. */
  updateMetrics(): void {
    this.#metrics.update({
      health: this.health(),
      depth: this.totals().depth,
      sources: this.statuses(),
    });
  }

  #start(): Run {
    const { name, host, bus, clock, log } = this.#deps;
    const changed = (): void => this.#deps.onChange?.();
    const pipeline = new EventPipeline({
      emitter: { host, collector: name, epoch: this.epoch },
      settings: this.#settings,
      sources: this.#registered.map((source) => ({
        name: source.name,
        domain: domainOf(source.caps),
      })),
      domain: domainOf(this.caps),
      bus,
      clock,
      log,
      observer: {
        pressed: (pressed) => {
          log.debug(
            { depth: pipeline.depth },
            pressed ? 'queue is under pressure' : 'queue has room again',
          );
          changed();
        },
        shed: (reason, count) => this.#metrics.shed(reason, count),
        lost: (reason, count) => this.#metrics.lost(reason, count),
        stored: (events) => this.#metrics.stored(events),
        publishFailed: (code) => this.#metrics.publishFailed(code),
      },
    });
    const sources = this.#registered.map(
      (source, index) =>
        new SupervisedSource(source, {
          clock,
          log,
          startupTimeoutMs: this.#settings.startupTimeoutMs,
          healthCheckIntervalMs: this.#settings.healthCheckIntervalMs,
          emit: (event) => pipeline.emit(index, event),
          lost: (loss) => pipeline.lost(index, loss),
          onHealth: changed,
        }),
    );
    return { pipeline, sources };
  }

  /** `running` loses each source that ends. */
  async #drain(
    run: Run,
    running: ReadonlyMap<SupervisedSource, Promise<void>>,
  ): Promise<DrainReport> {
    const { clock, log } = this.#deps;
    const { shutdownTimeoutMs } = this.#settings;
    const { pipeline } = run;
    const untilMs = clock.monotonicMs() + shutdownTimeoutMs;
    const sourcesMs = shutdownTimeoutMs - Math.min(shutdownTimeoutMs * BOOKS_SHARE, BOOKS_MAX_MS);
    const eventsUntilMs = clock.monotonicMs() + sourcesMs;
    pipeline.flush();
    const stopped = new AbortController();
    await Promise.race([Promise.all(running.values()), clock.sleep(sourcesMs, stopped.signal)]);
    stopped.abort();
    const abandoned = [...running.keys()];
    for (const source of abandoned) source.abandon();
    const abandonedEvents = await pipeline.drain(eventsUntilMs, untilMs);
    const { last_seq, stored, shed } = pipeline.totals();
    const report: DrainReport = {
      epoch: this.epoch,
      lastSeq: last_seq,
      delivered: stored,
      shed,
      abandonedEvents,
      abandonedSources: abandoned.map(({ source }) => source.name),
    };
    const isClean = abandonedEvents === 0 && abandoned.length === 0;
    log[isClean ? 'info' : 'warn']({ ...report }, 'collector has drained');
    return report;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
