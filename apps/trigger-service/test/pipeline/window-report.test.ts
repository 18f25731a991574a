import { describe, expect, test } from '@jest/globals';
import { createMetricRegistry } from '@daemoneye/collector-core';
import { RecordingLogger } from '@daemoneye/collector-core/testing';
import { WindowReport } from '../../src/pipeline/window-report.ts';

const none = { late: 0, skipped: 0, clamped: 0, evicted: 0 };

describe('WindowReport', () => {
  test('adds to the metrics what each counter of each rule rose by', async () => {
    const metrics = createMetricRegistry();
    const report = new WindowReport(metrics, new RecordingLogger());
    report.update(new Map([['a', { late: 1, skipped: 2, clamped: 3, evicted: 4 }]]), 0);
    report.update(
      new Map([
        ['a', { late: 6, skipped: 2, clamped: 3, evicted: 4 }],
        ['b', { ...none, skipped: 1 }],
      ]),
      0,
    );
    const lines = (await metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('deye_rules_window'));
    expect(lines.toSorted()).toEqual([
      'deye_rules_window_clamped_total{rule="a"} 3',
      'deye_rules_window_evicted_total{rule="a"} 4',
      'deye_rules_window_late_total{rule="a"} 6',
      'deye_rules_window_skipped_total{rule="a"} 2',
      'deye_rules_window_skipped_total{rule="b"} 1',
    ]);
  });

  test('says in the log that groups are forgotten, at most once a minute for a rule', () => {
    const log = new RecordingLogger();
    const report = new WindowReport(createMetricRegistry(), log);
    for (const [evicted, bootMs] of [
      [0, 0],
      [1, 1],
      [2, 60_000],
      [3, 60_001],
      [3, 200_000],
    ] as const)
      report.update(new Map([['a', { ...none, evicted }]]), bootMs);
    expect(log.records.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { rule: 'a', evicted: 1 }],
      ['warn', { rule: 'a', evicted: 3 }],
    ]);
  });
});
