import { describe, expect, test } from '@jest/globals';
import { reportTests } from '../test-report.mjs';

const budgets = { total: 10, projects: { a: 2, b: 3 } };
const result = (part) => ({ passed: 3, failed: 0, skipped: [], seconds: 1, ...part });
const report = (a, b, inCi = false) =>
  reportTests(
    [
      ['a', a],
      ['b', b],
    ],
    budgets,
    { inCi },
  );

describe('reportTests', () => {
  test('sums the counts of all projects and prints seconds beside the budget', () => {
    const title = 'X does y (skipped: platform: no /proc)';
    expect(report(result({}), result({ passed: 4, failed: 1, skipped: [title] }))).toEqual({
      counts: { passed: 7, failed: 1, skipped: 1 },
      faults: [],
      lines: [
        'project                    seconds  budget',
        'a                              1.0       2',
        'b                              1.0       3',
        'total                          2.0      10',
        `skipped: b: ${title}`,
      ],
    });
  });

  test('marks a time over the budget, and in CI refuses one over twice the budget', () => {
    expect(report(result({ seconds: 4.5 }), result({})).lines[1]).toMatch(/4\.5 +2 {2}over$/);
    expect(report(result({ seconds: 4.5 }), result({})).faults).toEqual([]);
    expect(report(result({ seconds: 3.9 }), result({}), true).faults).toEqual([]);
    expect(report(result({ seconds: 4.5 }), result({}), true).faults).toEqual([
      'a: 4.5 s, budget 2 s',
    ]);
  });

  test('refuses a skip without a reason, and in CI one for lack of a privilege', () => {
    const privilege = 'X does y (skipped: privilege: needs root)';
    expect(report(result({ skipped: ['X does y'] }), result({})).faults).toEqual([
      'a: skipped without a reason: X does y',
    ]);
    expect(report(result({ skipped: [privilege] }), result({})).faults).toEqual([]);
    expect(report(result({ skipped: [privilege] }), result({}), true).faults).toHaveLength(1);
  });

  test('refuses a project whose tests did not run, and one without a budget', () => {
    expect(report(null, result({})).faults).toEqual(['a: its tests did not run']);
    expect(reportTests([['c', result({})]], budgets, { inCi: false }).faults).toEqual([
      'c: has no budget in tools/budgets.json',
    ]);
  });
});
