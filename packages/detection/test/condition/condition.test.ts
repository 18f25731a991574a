import { describe, expect, test } from '@jest/globals';
import { functionNames } from '../../src/condition/function-table.ts';
import { compileCondition, conditionErrors, formatConditionError } from '../../src/index.ts';
import type { ConditionError } from '../../src/index.ts';

function errorsOf(text: string): readonly ConditionError[] {
  const compiled = compileCondition(text, 'process_events');
  return compiled.ok ? [] : compiled.errors;
}

/** Code and place of the first reason. */
function first(text: string): string {
  const [error] = errorsOf(text);
  return error === undefined ? 'accepted' : `${error.line}:${error.column} ${error.code}`;
}

describe('compileCondition', () => {
  test('tells text, table and the columns in the order in which they are named', () => {
    const text = "name = 'a' AND NOT (pid = 1 OR NAME LIKE 'b%')";
    const compiled = compileCondition(text, 'process_events');
    expect(compiled).toMatchObject({
      ok: true,
      condition: { text, table: 'process_events', columns: ['name', 'pid'] },
    });
  });

  test.each([
    "SELECT * FROM process_events WHERE name = 'a'",
    "select *\nfrom PROCESS_EVENTS\nwhere name = 'a'",
    'SELECT * FROM "process_events" WHERE "name" = \'a\'',
    "process_events.name = 'a'",
    "  name\t=\r\n'a' ",
  ])('takes the form %j', (text) => {
    const compiled = compileCondition(text, 'process_events');
    expect(compiled.ok && compiled.condition.matches({ name: 'a' })).toBe(true);
    expect(compiled.ok && compiled.condition.matches({ name: 'b' })).toBe(false);
  });

  test('has conditions over the other table', () => {
    const compiled = compileCondition("reason = 'restart' AND NOT closed", 'gaps');
    expect(compiled.ok && compiled.condition.matches({ reason: 'restart', closed: false })).toBe(
      true,
    );
  });

  test('reads a value of the wrong type, and a number that is not finite, as NULL', () => {
    const compiled = compileCondition(
      'pid IS NULL AND name IS NULL AND cpu_usage IS NULL',
      'process_events',
    );
    const row = { pid: '1', name: 1, cpu_usage: Number.POSITIVE_INFINITY };
    expect(compiled.ok && compiled.condition.matches(row)).toBe(true);
  });

  test.each([
    [{ pid: 1.5 }, null],
    [{ pid: Number.NaN }, null],
    [{ pid: 2 ** 53 }, null],
    [{ pid: 2n ** 63n }, null],
    [{ pid: true }, null],
    [{ pid: '5' }, null],
    [{ pid: 5n }, true],
    [{ pid: 10n ** 16n + 1n }, false],
    [{ pid: 5 }, true],
    [{ pid: 7 }, false],
  ])('reads the whole number of %p exactly or as NULL: pid <= 6 is %s', (row, verdict) => {
    const answers = ['pid <= 6', 'NOT pid <= 6', '(pid <= 6) = 1', '(pid <= 6) = 0'].map((text) => {
      const compiled = compileCondition(text, 'process_events');
      return compiled.ok && compiled.condition.matches(row);
    });
    const isNot = verdict === false;
    expect(answers).toEqual([verdict === true, isNot, verdict === true, isNot]);
  });

  test.each([
    ["name MATCH 'x'", '1:6 CONDITION_RESERVED', 'MATCH'],
    ["args -> 0 = 'x'", '1:6 CONDITION_RESERVED', 'JSON'],
    ['pid & 1', '1:5 CONDITION_RESERVED', 'bit'],
    ["name COLLATE NOCASE = 'a'", '1:6 CONDITION_RESERVED', 'COLLATE'],
    ['pid ISNULL', '1:5 CONDITION_RESERVED', 'ISNULL'],
    ['pid NOT NULL', '1:9 CONDITION_RESERVED', 'NOT NULL'],
    ['pid IS 1', '1:8 CONDITION_RESERVED', 'IS with a value'],
    ['pid IS NOT TRUE', '1:12 CONDITION_RESERVED', 'IS with a value'],
    ['pid IN (SELECT 1)', '1:9 CONDITION_RESERVED', 'sub-query'],
    ['EXISTS (SELECT 1)', '1:1 CONDITION_RESERVED', 'sub-query'],
    ['pid = ?', '1:7 CONDITION_RESERVED', 'parameter'],
    ['COUNT(*) > 1', '1:1 CONDITION_RESERVED', 'COUNT'],
    ['pid = 1 LIMIT 1', '1:9 CONDITION_RESERVED', 'clause'],
    ['pid = 1 ORDER BY pid', '1:9 CONDITION_RESERVED', 'clause'],
    ['pid = 1 UNION SELECT 1', '1:9 CONDITION_RESERVED', 'clause'],
    ['SELECT * FROM process_events, gaps WHERE 1', '1:29 CONDITION_RESERVED', 'join'],
    ['SELECT * FROM process_events JOIN gaps WHERE 1', '1:30 CONDITION_RESERVED', 'join'],
  ])('refuses %s, which is reserved, and names it', (text, place, construct) => {
    expect(first(text)).toBe(place);
    expect(errorsOf(text)[0]?.message).toContain(construct);
  });

  test.each([
    ['', '1:1 CONDITION_SYNTAX'],
    ['pid =', '1:6 CONDITION_SYNTAX'],
    ['pid = = 1', '1:7 CONDITION_SYNTAX'],
    ['(pid = 1', '1:9 CONDITION_SYNTAX'],
    ['pid = 1)', '1:8 CONDITION_SYNTAX'],
    ['pid = 1 ppid = 2', '1:9 CONDITION_SYNTAX'],
    ['AND pid', '1:1 CONDITION_SYNTAX'],
    ['pid IN ()', '1:9 CONDITION_SYNTAX'],
    ['pid IN (1,)', '1:11 CONDITION_SYNTAX'],
    ['pid NOT 5', '1:9 CONDITION_SYNTAX'],
    ['pid IS', '1:7 CONDITION_SYNTAX'],
    ['pid = 0x1F', '1:7 CONDITION_SYNTAX'],
    ['pid = 1_000', '1:7 CONDITION_SYNTAX'],
    ['pid = 12abc', '1:7 CONDITION_SYNTAX'],
    ["name = x'41'", '1:9 CONDITION_SYNTAX'],
    ['name = `a`', '1:8 CONDITION_SYNTAX'],
    ['name = [a]', '1:8 CONDITION_SYNTAX'],
    ['name = “a”', '1:8 CONDITION_SYNTAX'],
    ['SELECT * FROM process_events', '1:29 CONDITION_SYNTAX'],
    ['pid = 1 AND\n  nmae = 2', '2:3 CONDITION_UNKNOWN_COLUMN'],
    ["name = '🦉🦉' AND nmae = 2", '1:17 CONDITION_UNKNOWN_COLUMN'],
    ['name = "text"', '1:8 CONDITION_UNKNOWN_COLUMN'],
    ["left(name) = ''", '1:1 CONDITION_RESERVED'],
    ["shuffle(name) = ''", '1:1 CONDITION_UNKNOWN_FUNCTION'],
    ['SELECT * FROM gaps WHERE 1', '1:15 CONDITION_UNKNOWN_TABLE'],
    ['gaps.reason = 1', '1:1 CONDITION_UNKNOWN_TABLE'],
    ['name', '1:1 CONDITION_TYPE'],
    ["pid = 1 AND 'x'", '1:13 CONDITION_TYPE'],
    ['NOT LOWER(name)', '1:5 CONDITION_TYPE'],
    ["cpu_usage LIKE '1%'", '1:11 CONDITION_TYPE'],
    ['LENGTH(1.5) = 3', '1:1 CONDITION_TYPE'],
    ['LENGTH(cpu_usage) = 3', '1:1 CONDITION_TYPE'],
    ['LENGTH(name, 1) = 3', '1:1 CONDITION_TYPE'],
    ['pid = +1', '1:7 CONDITION_SYNTAX'],
    ['pid BETWEEN 1', '1:14 CONDITION_SYNTAX'],
    ['pid NOT IS NULL', '1:9 CONDITION_SYNTAX'],
    ['CASE WHEN 1 THEN 2', '1:19 CONDITION_SYNTAX'],
    ['CASE END', '1:6 CONDITION_SYNTAX'],
    ['CAST(pid AS BLOB) = 1', '1:13 CONDITION_SYNTAX'],
    ['DELETE FROM process_events', '1:8 CONDITION_SYNTAX'],
    ['UPDATE process_events SET pid = 1', '1:8 CONDITION_SYNTAX'],
    ["name + 1 = '1'", '1:6 CONDITION_TYPE'],
    ['-name = 1', '1:1 CONDITION_TYPE'],
    ["cpu_usage || 'x' = '1x'", '1:11 CONDITION_TYPE'],
    ["name || 'x'", '1:6 CONDITION_TYPE'],
    ["CAST(cpu_usage AS TEXT) = '1'", '1:1 CONDITION_TYPE'],
    ['CAST(pid AS TEXT) = 1.5', '1:19 CONDITION_TYPE'],
    ['CASE WHEN pid THEN 1 ELSE 1.5 END = 1', '1:1 CONDITION_TYPE'],
    ["COALESCE(name, 1) = '1'", '1:1 CONDITION_TYPE'],
    ['COALESCE(name) IS NULL', '1:1 CONDITION_TYPE'],
    ['MIN(pid) = 1', '1:1 CONDITION_TYPE'],
    ["MAX(pid, 'a') = 1", '1:1 CONDITION_TYPE'],
    ['ABS(name) = 1', '1:5 CONDITION_TYPE'],
    ["SUBSTR(name, 1.0) = 'a'", '1:14 CONDITION_TYPE'],
    ["REPLACE(pid, 1, 2) = '2'", '1:9 CONDITION_TYPE'],
    ['name GLOB command_line', '1:11 CONDITION_TYPE'],
    ["name REGEXP LOWER('a')", '1:13 CONDITION_TYPE'],
    ["cpu_usage GLOB '1*'", '1:11 CONDITION_TYPE'],
    ["name REGEXP '(?=a)'", '1:13 CONDITION_PATTERN'],
    ["name REGEXP '(a'", '1:13 CONDITION_PATTERN'],
    ["name REGEXP '(a)\\1'", '1:13 CONDITION_PATTERN'],
    ["name REGEXP 'a{2000}'", '1:13 CONDITION_PATTERN'],
    ["'a' IN name", '1:8 CONDITION_TYPE'],
    ["'a' IN watched", '1:8 CONDITION_UNKNOWN_LIST'],
    ['@suspicious', '1:1 CONDITION_UNKNOWN_MACRO'],
    ['CIDR_MATCH(name) = 1', '1:1 CONDITION_TYPE'],
    ["CIDR_MATCH(pid, '10.0.0.0/8')", '1:12 CONDITION_TYPE'],
    ['CIDR_MATCH(name, command_line)', '1:18 CONDITION_TYPE'],
    ["CIDR_MATCH(name, '10.0.0.1/8')", '1:18 CONDITION_TYPE'],
    ['pid BETWEEN 1 AND 2 = 3', '1:21 CONDITION_AMBIGUOUS'],
    ['pid BETWEEN 1 = 2 AND 3', '1:15 CONDITION_SYNTAX'],
    ['1 + NOT pid', '1:3 CONDITION_AMBIGUOUS'],
    ['LENGTH() = 3', '1:1 CONDITION_TYPE'],
    ['name = 1.5', '1:6 CONDITION_TYPE'],
    ['1.5 < name', '1:5 CONDITION_TYPE'],
    ['name IN (1, 1.5)', '1:13 CONDITION_TYPE'],
    ['pid IN (ppid)', '1:9 CONDITION_TYPE'],
    ['name LIKE command_line', '1:11 CONDITION_TYPE'],
    ["name LIKE 'x' ESCAPE 'ab'", '1:22 CONDITION_TYPE'],
    ["name LIKE 'x' ESCAPE '%'", '1:22 CONDITION_TYPE'],
    ["name LIKE 'x' ESCAPE NULL", '1:22 CONDITION_TYPE'],
    ['pid = 9223372036854775808', '1:7 CONDITION_TYPE'],
    ['pid = 1.2345678901234567', '1:7 CONDITION_TYPE'],
    ['pid = 1e999', '1:7 CONDITION_TYPE'],
    ['pid = ppid = 1', '1:12 CONDITION_AMBIGUOUS'],
    ['pid < 5 < 2', '1:9 CONDITION_AMBIGUOUS'],
    ['pid = 1 < 2', '1:5 CONDITION_AMBIGUOUS'],
    ["name LIKE 'a' = 1", '1:15 CONDITION_AMBIGUOUS'],
    ['pid = 1 IS NULL', '1:9 CONDITION_AMBIGUOUS'],
    ['pid IS NULL IS NULL', '1:13 CONDITION_AMBIGUOUS'],
    ['pid = NOT ppid', '1:5 CONDITION_AMBIGUOUS'],
    ['pid IN (1) IN (1)', '1:12 CONDITION_AMBIGUOUS'],
  ])('refuses %j at its place: %s', (text, place) => {
    expect(first(text)).toBe(place);
  });

  test('tells every unknown name at once, each with the columns that are near', () => {
    expect(errorsOf("nam = 'a' OR pidd = 1")).toEqual([
      expect.objectContaining({ column: 1, allowed: expect.arrayContaining(['name']) }),
      expect.objectContaining({ column: 14, allowed: expect.arrayContaining(['pid', 'ppid']) }),
    ]);
  });

  test('tells all columns when none is near', () => {
    expect(errorsOf('zzzzzzzzzzzz = 1')[0]?.allowed).toEqual(
      expect.arrayContaining(['pid', 'name', 'command_line', 'source_tier']),
    );
  });

  test('tells the functions that there are', () => {
    expect(errorsOf("coalesc(name) = ''")[0]?.allowed).toEqual(['COALESCE']);
    expect(errorsOf("shuffle(name) = ''")[0]?.allowed).toEqual(functionNames);
  });
});

describe('formatConditionError', () => {
  test('is one line with place, code, message and what is allowed', () => {
    const error = {
      code: 'CONDITION_SYNTAX',
      message: 'unexpected',
      line: 2,
      column: 5,
      allowed: ['a', 'b'],
    } as const;
    expect(formatConditionError(error)).toBe('2:5 CONDITION_SYNTAX unexpected (allowed: a, b)');
    expect(formatConditionError({ ...error, allowed: [] })).toBe('2:5 CONDITION_SYNTAX unexpected');
  });

  test.each(['"\u001B[2J" = 1', '\u202E = 1', '"a\nb" = 1'])(
    'has only printable ASCII of the text %j',
    (text) => {
      const lines = errorsOf(text).map(formatConditionError);
      expect(lines.join('')).toMatch(/^[ -~]+$/);
    },
  );
});

describe('conditionErrors', () => {
  test('says for every code what it means and what to do, in whole sentences', () => {
    for (const row of Object.values(conditionErrors)) {
      expect(row.meaning).toMatch(/^[A-Z].*\.$/);
      expect(row.action).toMatch(/^[A-Z].*\.$/);
    }
  });
});
