import { describe, expect, test } from '@jest/globals';
import { createMetricRegistry, metrics } from '../../src/index.ts';
import type { MetricRow } from '../../src/index.ts';
import { documentTable } from '../document-table.ts';

const table: Readonly<Record<string, MetricRow>> = {
  a_total: { kind: 'counter', help: 'A.', labels: ['who'] },
  b: { kind: 'gauge', help: 'B.', labels: [] },
  c_ms: { kind: 'histogram', help: 'C.', labels: [], buckets: [1, 10] },
};

describe('createMetricRegistry', () => {
  test('counts, sets and observes in Prometheus text', async () => {
    const registry = createMetricRegistry(table);
    registry.counter('a_total').add(2, { who: 'x' });
    registry.counter('a_total').add(undefined, { who: 'x' });
    registry.gauge('b').set(-1);
    registry.histogram('c_ms').observe(5);
    const lines = (await registry.text()).split('\n').filter((line) => /^[abc]/.test(line));
    expect(lines).toEqual([
      'a_total{who="x"} 3',
      'b -1',
      'c_ms_bucket{le="1"} 0',
      'c_ms_bucket{le="10"} 1',
      'c_ms_bucket{le="+Inf"} 1',
      'c_ms_sum 5',
      'c_ms_count 1',
    ]);
  });

  test.each([
    ['an unknown name', () => createMetricRegistry(table).counter('d')],
    ['a name of every object', () => createMetricRegistry(table).counter('constructor')],
    ['a name of another kind', () => createMetricRegistry(table).gauge('a_total')],
  ])('refuses %s at once', (_case, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'METRIC_UNKNOWN' }));
  });

  test('keeps two registries apart', async () => {
    const first = createMetricRegistry(table);
    first.gauge('b').set(7);
    expect(await createMetricRegistry(table).text()).toContain('\nb 0\n');
  });
});

describe('docs/metrics.md', () => {
  test('has a row for every metric, and a metric for every row', () => {
    const rows = Object.entries<MetricRow>(metrics)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, { kind, labels, help }]) => [
        `\`${name}\``,
        kind,
        labels.map((label) => `\`${label}\``).join(', '),
        help,
      ]);
    const wanted = [['metric', 'kind', 'labels', 'what it counts'], ...rows];
    expect(documentTable('metrics.md', 'metrics', wanted)).toEqual(wanted);
  });
});
