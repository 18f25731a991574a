import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DeyeError } from '../error/deye-error.ts';
import type { MetricRegistry } from './metric-registry.ts';
import { metrics } from './metric-table.ts';
import type { MetricRow } from './metric-table.ts';

/** Reads a row by a name that comes from anywhere. */
function rowOf(
  table: Readonly<Record<string, MetricRow>>,
  name: string,
  kind: MetricRow['kind'],
): MetricRow {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) throw new DeyeError('METRIC_UNKNOWN', name);
  if (row.kind !== kind)
    throw new DeyeError('METRIC_UNKNOWN', `${name} is a ${row.kind}, not a ${kind}`);
  return row;
}

/**
 * A registry of its own, with every metric of `table` from the start: one that nothing has counted yet and that has no labels reads 0.
 * A name that is not in the table throws `METRIC_UNKNOWN` at once.
 */
export function createMetricRegistry(
  table: Readonly<Record<string, MetricRow>> = metrics,
): MetricRegistry {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, { kind, help, labels, buckets }] of Object.entries(table)) {
    const options = { name, help, labelNames: labels, registers: [registry] };
    if (kind === 'counter') counters.set(name, new Counter(options));
    else if (kind === 'gauge') gauges.set(name, new Gauge(options));
    else
      histograms.set(
        name,
        new Histogram(buckets ? { ...options, buckets: [...buckets] } : options),
      );
  }
  const pick = <T>(from: Map<string, T>, name: string, kind: MetricRow['kind']): T => {
    rowOf(table, name, kind);
    return from.get(name) as T;
  };
  return {
    counter(name) {
      const counter = pick(counters, name, 'counter');
      return { add: (amount = 1, labels = {}) => counter.inc({ ...labels }, amount) };
    },
    gauge(name) {
      const gauge = pick(gauges, name, 'gauge');
      return { set: (value, labels = {}) => gauge.set({ ...labels }, value) };
    },
    histogram(name) {
      const histogram = pick(histograms, name, 'histogram');
      return { observe: (value, labels = {}) => histogram.observe({ ...labels }, value) };
    },
    text: () => registry.metrics(),
  };
}
