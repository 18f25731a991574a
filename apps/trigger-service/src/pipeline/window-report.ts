import type { Logger, MetricRegistry } from '@daemoneye/collector-core';
import type { WindowCounters } from '@daemoneye/detection';

/** Least time between two lines of the log about one rule. */
const LOG_EVERY_MS = 60_000;

const metricOf = {
  late: 'deye_rules_window_late_total',
  skipped: 'deye_rules_window_skipped_total',
  clamped: 'deye_rules_window_clamped_total',
  evicted: 'deye_rules_window_evicted_total',
} as const satisfies Record<keyof WindowCounters, string>;

const kinds = ['late', 'skipped', 'clamped', 'evicted'] as const;

/** Brings the counters of windows into the metrics, and says in the log when a bound costs groups. */
export class WindowReport {
  readonly #metrics: MetricRegistry;
  readonly #log: Logger;
  readonly #told = new Map<string, WindowCounters>();
  readonly #loggedMs = new Map<string, number>();

  constructor(metrics: MetricRegistry, log: Logger) {
    this.#metrics = metrics;
    this.#log = log;
  }

  /** Takes the counters, by id of the rule, as they are at `bootMs`. */
  update(counters: ReadonlyMap<string, WindowCounters>, bootMs: number): void {
    for (const [rule, now] of counters) {
      const told = this.#told.get(rule);
      for (const kind of kinds) {
        const more = now[kind] - (told?.[kind] ?? 0);
        if (more > 0) this.#metrics.counter(metricOf[kind]).add(more, { rule });
      }
      if (now.evicted > (told?.evicted ?? 0)) this.#warn(rule, now.evicted, bootMs);
      this.#told.set(rule, now);
    }
  }

  #warn(rule: string, evicted: number, bootMs: number): void {
    const last = this.#loggedMs.get(rule);
    if (last !== undefined && bootMs - last < LOG_EVERY_MS) return;
    this.#loggedMs.set(rule, bootMs);
    const says =
      'a window forgets groups within their span: trigger-service.windowMaxKeys is small';
    this.#log.warn({ rule, evicted }, says);
  }
}
