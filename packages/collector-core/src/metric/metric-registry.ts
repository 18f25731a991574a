/** A number that only grows. */
export interface Counter {
  add(amount?: number, labels?: Readonly<Record<string, string>>): void;
}
/** A number that goes up and down. */
export interface Gauge {
  set(value: number, labels?: Readonly<Record<string, string>>): void;
}
/** Counts of observations by size. */
export interface Histogram {
  observe(value: number, labels?: Readonly<Record<string, string>>): void;
}

/** Metrics by name; names and help texts are rows of the one table in `metric-table.ts`, tested against `docs/metrics.md`. */
export interface MetricRegistry {
  counter(name: string): Counter;
  gauge(name: string): Gauge;
  histogram(name: string): Histogram;
  /** Prometheus text format. */
  text(): Promise<string>;
}
