import { describe, expect, test } from '@jest/globals';
import { compileCondition } from '../../src/index.ts';

const clause = (having: string, within = '10 SECONDS'): string =>
  `pid > 0 GROUP BY process_key HAVING ${having} WITHIN ${within}`;

function first(text: string): string {
  const compiled = compileCondition(text, 'process_events');
  if (compiled.ok) return 'accepted';
  const [error] = compiled.errors;
  return `${error?.line}:${error?.column} ${error?.code}`;
}

describe('a window', () => {
  test('is told beside the condition, whose verdict it does not change', () => {
    const compiled = compileCondition(clause('count(*) > 20'), 'process_events');
    expect(compiled).toMatchObject({
      ok: true,
      condition: {
        columns: ['pid', 'process_key'],
        window: {
          groupBy: ['process_key'],
          aggregate: 'count',
          column: null,
          distinct: false,
          operator: '>',
          threshold: 20,
          spanMs: 10_000,
        },
      },
    });
    expect(compiled.ok && compiled.condition.matches({ pid: 1 })).toBe(true);
    expect(compiled.ok && compiled.condition.matches({ pid: 0 })).toBe(false);
  });

  test.each([
    ['count(name) >= 5', 'count', 'name', false, '>=', 5],
    ['COUNT(DISTINCT command_line) = 3', 'count', 'command_line', true, '=', 3],
    ['sum(memory_usage) > 1e9', 'sum', 'memory_usage', false, '>', 1e9],
    ['avg(cpu_usage) < 0.5', 'avg', 'cpu_usage', false, '<', 0.5],
    ['min(exit_code) <= -1', 'min', 'exit_code', false, '<=', -1],
    ['Max("pid") > 7', 'max', 'pid', false, '>', 7],
  ])('takes %s', (having, aggregate, column, distinct, operator, threshold) => {
    const compiled = compileCondition(clause(having), 'process_events');
    expect(compiled).toMatchObject({
      condition: { window: { aggregate, column, distinct, operator, threshold } },
    });
  });

  test('may stand behind a statement without WHERE, and select aggregates', () => {
    const text =
      'SELECT host, count(*) FROM process_events GROUP BY HOST, type HAVING count(*) > 1 WITHIN 2 minutes';
    const compiled = compileCondition(text, 'process_events');
    expect(compiled).toMatchObject({
      condition: {
        plan: { kind: 'literal', value: 1 },
        window: { groupBy: ['host', 'type'], spanMs: 120_000 },
      },
    });
    expect(compiled.ok && compiled.condition.matches({})).toBe(true);
  });

  test('is null for a condition that decides each row alone', () => {
    const compiled = compileCondition('pid', 'process_events');
    expect(compiled).toMatchObject({ ok: true, condition: { window: null } });
  });

  test.each([
    ['pid GROUP BY host', '1:18 CONDITION_SYNTAX'],
    ['pid GROUP BY host HAVING count(*) > 1', '1:38 CONDITION_SYNTAX'],
    ['pid GROUP BY host WITHIN 10 SECONDS', '1:19 CONDITION_SYNTAX'],
    ['pid GROUP host HAVING count(*) > 1 WITHIN 1 HOUR', '1:11 CONDITION_SYNTAX'],
    ['pid WITHIN 10 SECONDS', '1:5 CONDITION_SYNTAX'],
    ['pid GROUP BY hots HAVING count(*) > 1 WITHIN 1 HOUR', '1:14 CONDITION_UNKNOWN_COLUMN'],
    ['pid GROUP BY host, HOST HAVING count(*) > 1 WITHIN 1 HOUR', '1:20 CONDITION_TYPE'],
    ['pid GROUP BY LOWER(name) HAVING count(*) > 1 WITHIN 1 HOUR', '1:19 CONDITION_SYNTAX'],
    [clause('median(pid) > 1'), '1:37 CONDITION_UNKNOWN_FUNCTION'],
    [clause('sum(*) > 1'), '1:37 CONDITION_TYPE'],
    [clause('sum(name) > 1'), '1:41 CONDITION_TYPE'],
    [clause('sum(DISTINCT pid) > 1'), '1:50 CONDITION_TYPE'],
    [clause('count(*) <> 1'), '1:9 CONDITION_TYPE'],
    [clause('count(*) < 1'), '1:9 CONDITION_TYPE'],
    [clause("count(*) > 'a'"), '1:48 CONDITION_SYNTAX'],
    [clause('count(*) > pid'), '1:48 CONDITION_SYNTAX'],
    [clause('count(*) > 9007199254740993'), '1:48 CONDITION_TYPE'],
    [clause('count(*) > 1 AND sum(pid) > 1'), '1:50 CONDITION_SYNTAX'],
    [clause('count(*) > 1', '0 SECONDS'), '1:57 CONDITION_TYPE'],
    [clause('count(*) > 1', '25 HOURS'), '1:57 CONDITION_TYPE'],
    [clause('count(*) > 1', '1.5 HOURS'), '1:57 CONDITION_SYNTAX'],
    [clause('count(*) > 1', '1 DAY'), '1:59 CONDITION_SYNTAX'],
    [`${clause('count(*) > 1')} LIMIT 1`, '1:68 CONDITION_RESERVED'],
    ['SELECT count(*) FROM process_events WHERE pid', '1:8 CONDITION_TYPE'],
    ['SELECT nmae FROM process_events WHERE pid', '1:8 CONDITION_UNKNOWN_COLUMN'],
    ['SELECT pid + 1 FROM process_events WHERE pid', '1:12 CONDITION_SYNTAX'],
  ])('is refused in %j: %s', (text, place) => {
    expect(first(text)).toBe(place);
  });

  test('groups by at most 8 columns', () => {
    const columns = 'pid, ppid, host, type, name, cwd, tty, seq';
    const text = (more: string): string =>
      `pid GROUP BY ${columns}${more} HAVING count(*) > 1 WITHIN 1 HOUR`;
    expect([first(text('')), first(text(', epoch'))]).toEqual(['accepted', '1:58 CONDITION_TYPE']);
  });
});
