import type { MetricRegistry } from '../metric/metric-registry.ts';
import type { HealthState, SourceStatus } from '../model/capability.ts';
import type { GapReason } from '../model/gap.ts';

/** Health as a number, see `deye_health`. */
const VALUE_OF_HEALTH = {
  healthy: 2,
  starting: 1,
  degraded: 1,
  unhealthy: 0,
  stopped: 0,
} as const satisfies Record<HealthState, number>;

/** What a collector looks like at the moment, as far as metrics tell it. */
export interface MetricsSnapshot {
  readonly health: HealthState;
  readonly depth: number;
  readonly sources: readonly SourceStatus[];
}

/** The metrics of one collector. */
export class RuntimeMetrics {
  readonly #registry: MetricRegistry;
  readonly #collector: string;
  /** What was counted before, per source: counters take the difference. */
  readonly #before = new Map<string, { emitted: number; restarts: number }>();

  constructor(registry: MetricRegistry, collector: string) {
    this.#registry = registry;
    this.#collector = collector;
  }

  stored(events: number): void {
    const labels = { collector: this.#collector };
    this.#registry.counter('deye_events_stored_total').add(events, labels);
    this.#registry.counter('deye_batches_published_total').add(1, labels);
  }

  shed(reason: GapReason, count: number): void {
    this.#registry
      .counter('deye_events_shed_total')
      .add(count, { collector: this.#collector, reason });
  }

  lost(reason: GapReason, count: number): void {
    this.#registry
      .counter('deye_events_lost_total')
      .add(count, { collector: this.#collector, reason });
  }

  publishFailed(code: string): void {
    this.#registry
      .counter('deye_publish_errors_total')
      .add(1, { collector: this.#collector, code });
  }

  /** Brings gauges, and the counters per source, up to date. */
  update({ health, depth, sources }: MetricsSnapshot): void {
    const labels = { collector: this.#collector };
    this.#registry.gauge('deye_health').set(VALUE_OF_HEALTH[health], labels);
    this.#registry.gauge('deye_queue_depth').set(depth, labels);
    for (const { name, emitted, restarts } of sources) {
      const before = this.#before.get(name) ?? { emitted: 0, restarts: 0 };
      const ofSource = { collector: this.#collector, source: name };
      this.#registry.counter('deye_events_emitted_total').add(emitted - before.emitted, ofSource);
      this.#registry
        .counter('deye_source_restarts_total')
        .add(restarts - before.restarts, ofSource);
      this.#before.set(name, { emitted, restarts });
    }
  }
}
