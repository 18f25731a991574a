import { describe, expect, test } from '@jest/globals';
import { compileCondition } from '@daemoneye/detection';
import { planText } from '../../src/rules/plan-text.ts';

function planOf(text: string): string {
  const lists = { shells: Array.from({ length: 12 }, (_, index) => `sh${index}`) };
  const compiled = compileCondition(text, 'process_events', {
    lists,
    macros: { root: 'user_id = 0' },
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return planText(compiled.condition.plan);
}

describe('planText', () => {
  test.each([
    ["name = 'it''s' AND @root", "name = 'it''s' AND user_id = 0"],
    ['pid > 1 + 2', 'pid > 3'],
    [
      "NOT (pid = 1 OR name LIKE 'a!_' ESCAPE '!')",
      "NOT (pid = 1 OR (name LIKE 'a!_' ESCAPE '!'))",
    ],
    ["name NOT IN ('a', 'b')", "name NOT IN ('a', 'b')"],
    [
      'name IN shells',
      "name IN ('sh0', 'sh1', 'sh2', 'sh3', 'sh4', 'sh5', 'sh6', 'sh7', … 4 more)",
    ],
    ['pid NOT BETWEEN 1 AND ppid', 'pid NOT BETWEEN 1 AND ppid'],
    ['tty IS NOT NULL', 'tty IS NOT NULL'],
    ["LENGTH(name || 'x') > 3", "LENGTH(name || 'x') > 3"],
    ["'-c' IN args", "'-c' IN args"],
    ["name REGEXP '^a+$'", "name REGEXP '^a+$'"],
    ["CIDR_MATCH(name, '10.0.0.0/8')", "CIDR_MATCH(name, '10.0.0.0/8')"],
    [
      "CASE WHEN pid = 1 THEN 'a' ELSE name END = 'a'",
      "(CASE WHEN (pid = 1) THEN 'a' ELSE name END) = 'a'",
    ],
    ['CAST(name AS INTEGER) = 4', 'CAST(name AS INTEGER) = 4'],
  ])('prints %s as what is evaluated', (text, plan) => {
    expect(planOf(text)).toBe(plan);
  });

  test('prints a text that means the same', () => {
    const text = 'NOT (pid = 1 OR user_id IS NULL) AND CASE pid WHEN 2 THEN 1 ELSE 0 END = 0';
    expect(planOf(planOf(text))).toBe(planOf(text));
  });
});
