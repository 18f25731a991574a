/** What one metric is. */
export interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of the buckets; histograms only. */
  readonly buckets?: readonly number[];
}

/** Every metric of the suite; `docs/metrics.md` is its printed form. */
export const metrics = {
  deye_alerts_evicted_total: {
    kind: 'counter',
    help: 'Alerts closed for repeats and late results because too many were open.',
    labels: [],
  },
  deye_alerts_suppressed_total: {
    kind: 'counter',
    help: 'Matches that raised the count of an alert instead of making one.',
    labels: [],
  },
  deye_alerts_total: { kind: 'counter', help: 'Alerts published.', labels: ['severity'] },
  deye_batches_published_total: {
    kind: 'counter',
    help: 'Batches that the bus has stored.',
    labels: ['collector'],
  },
  deye_events_emitted_total: {
    kind: 'counter',
    help: 'Events that sources handed over.',
    labels: ['collector', 'source'],
  },
  deye_events_lost_total: {
    kind: 'counter',
    help: 'Events that sources lost before they had a number, as far as they know.',
    labels: ['collector', 'reason'],
  },
  deye_events_shed_total: {
    kind: 'counter',
    help: 'Numbered events that were dropped; each is in a gap.',
    labels: ['collector', 'reason'],
  },
  deye_events_stored_total: {
    kind: 'counter',
    help: 'Events that the bus has stored.',
    labels: ['collector'],
  },
  deye_health: {
    kind: 'gauge',
    help: '2 healthy, 1 starting or degraded, 0 unhealthy or stopped.',
    labels: ['collector'],
  },
  deye_publish_errors_total: {
    kind: 'counter',
    help: 'Publishes that failed, by error code.',
    labels: ['collector', 'code'],
  },
  deye_queue_depth: {
    kind: 'gauge',
    help: 'Events that wait in the queue.',
    labels: ['collector'],
  },
  deye_rules_matched_total: {
    kind: 'counter',
    help: 'Events that matched a rule.',
    labels: ['rule'],
  },
  deye_rules_events_malformed_total: {
    kind: 'counter',
    help: 'Events that could not be evaluated.',
    labels: [],
  },
  deye_rules_events_total: {
    kind: 'counter',
    help: 'Events that rules were evaluated for.',
    labels: [],
  },
  deye_rules_window_clamped_total: {
    kind: 'counter',
    help: 'Events from the future, taken into a window at the time of reading.',
    labels: ['rule'],
  },
  deye_rules_window_evicted_total: {
    kind: 'counter',
    help: 'Groups and distinct values that a window forgot within its span.',
    labels: ['rule'],
  },
  deye_rules_window_late_total: {
    kind: 'counter',
    help: 'Events that came too late for a window.',
    labels: ['rule'],
  },
  deye_rules_window_skipped_total: {
    kind: 'counter',
    help: 'Events in no group, because a column of GROUP BY is NULL.',
    labels: ['rule'],
  },
  deye_source_restarts_total: {
    kind: 'counter',
    help: 'Times that a source was started again after it failed.',
    labels: ['collector', 'source'],
  },
  deye_task_total: {
    kind: 'counter',
    help: 'Analysis tasks that ended, by status of the result.',
    labels: ['collector', 'analysis', 'status'],
  },
} as const satisfies Record<string, MetricRow>;

export type MetricName = keyof typeof metrics;
