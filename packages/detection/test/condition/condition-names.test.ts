import { describe, expect, test } from '@jest/globals';
import { compileCondition } from '../../src/index.ts';
import type { ConditionNames } from '../../src/index.ts';

function matches(text: string, row: object, names: ConditionNames): boolean | string {
  const compiled = compileCondition(text, 'process_events', names);
  if (compiled.ok) return compiled.condition.matches(row);
  const [error] = compiled.errors;
  return `${error?.line}:${error?.column} ${error?.code} ${error?.message}`;
}

describe('macros', () => {
  const macros = {
    from_tmp: "executable_path LIKE '/tmp/%' OR cwd = '/tmp'",
    root: 'user_id = 0',
    root_from_tmp: '@root AND @from_tmp',
    path: "COALESCE(executable_path, '')",
    broken: 'pid =\n  nmae',
    unclosed: '(pid = 1',
    ring: '@chain',
    chain: 'pid = 1 OR @ring',
    self: 'NOT @self',
  };

  test('stand for their expression as if in parentheses', () => {
    const row = { executable_path: '/bin/x', cwd: '/tmp', user_id: 5 };
    expect(matches('@from_tmp AND user_id = 0', row, { macros })).toBe(false);
    expect(matches('@from_tmp AND user_id = 5', row, { macros })).toBe(true);
    expect(matches('@root_from_tmp', { ...row, user_id: 0 }, { macros })).toBe(true);
    expect(matches("@path || 'x' = '/bin/xx'", row, { macros })).toBe(true);
    expect(matches('NOT @from_tmp', row, { macros })).toBe(false);
  });

  test('tell the columns that they read', () => {
    const compiled = compileCondition('@root_from_tmp AND pid', 'process_events', { macros });
    expect(compiled).toMatchObject({
      condition: { columns: ['user_id', 'executable_path', 'cwd', 'pid'] },
    });
  });

  test.each([
    ['pid = 1 AND @brokn', '1:13 CONDITION_UNKNOWN_MACRO'],
    ['pid = 1 AND @broken', "1:13 CONDITION_UNKNOWN_COLUMN in macro 'broken' 2:3: "],
    ['@unclosed', "1:1 CONDITION_SYNTAX in macro 'unclosed' 1:9: "],
    ['pid AND @ring', "1:9 CONDITION_MACRO_CYCLE in macro 'chain' 1:12: "],
    ['@self', "1:1 CONDITION_MACRO_CYCLE in macro 'self' 1:5: "],
    ['@path', '1:1 CONDITION_TYPE'],
    ['@toString', '1:1 CONDITION_UNKNOWN_MACRO'],
    ['@', '1:2 CONDITION_SYNTAX'],
    ['name LIKE @path', '1:11 CONDITION_TYPE'],
  ])('are refused in %j: %s', (text, start) => {
    const answer = matches(text, {}, { macros });
    expect(typeof answer === 'string' ? answer.slice(0, start.length) : answer).toBe(start);
  });

  test('are refused more than 8 in each other', () => {
    const nested = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `m${index}`,
        index === 0 ? 'pid' : `@m${index - 1}`,
      ]),
    );
    expect(matches('@m7', { pid: 1 }, { macros: nested })).toBe(true);
    expect(matches('@m8', { pid: 1 }, { macros: nested })).toMatch(/^1:1 CONDITION_TOO_DEEP/);
  });

  test('that double themselves in each other are refused in bounded time', () => {
    const wide = Array.from({ length: 100 }, () => '@NEXT').join(' OR ');
    const growing = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        `m${index}`,
        index === 7 ? 'pid' : wide.replaceAll('NEXT', `m${index + 1}`),
      ]),
    );
    const started = performance.now();
    expect(matches('@m0', {}, { macros: growing })).toMatch(/CONDITION_TOO_LONG/);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('named lists', () => {
  const lists = {
    shells: ['sh', 'bash'],
    ids: [1, 2n, 9_007_199_254_740_993n],
    none: [],
    args: ['x'],
    halves: [1, 0.5],
    long: Array.from({ length: 100_001 }, (_, index) => index),
    surrogate: ['\uD800'],
  };

  test('are asked like a list that is written out', () => {
    expect(matches('name IN shells', { name: 'sh' }, { lists })).toBe(true);
    expect(matches('name NOT IN shells', { name: 'zsh' }, { lists })).toBe(true);
    expect(matches('name NOT IN shells', { name: null }, { lists })).toBe(false);
    expect(matches('pid IN ids', { pid: 2 }, { lists })).toBe(true);
    expect(matches('time IN ids', { time: 9_007_199_254_740_993n }, { lists })).toBe(true);
    expect(matches('time IN ids', { time: 9_007_199_254_740_992n }, { lists })).toBe(false);
    expect(matches('name IN ids', { name: '1' }, { lists })).toBe(true);
    expect(matches('pid IN none', { pid: 1 }, { lists })).toBe(false);
  });

  test.each([
    ['name IN shels', "1:9 CONDITION_UNKNOWN_LIST there is no list 'shels'"],
    ['name IN constructor', "1:9 CONDITION_UNKNOWN_LIST there is no list 'constructor'"],
    ["'a' IN args", "1:8 CONDITION_LIST 'args' is a list and a column"],
    ['pid IN halves', "1:8 CONDITION_LIST value 2 of the list 'halves' is not usable"],
    ['pid IN surrogate', "1:8 CONDITION_LIST value 1 of the list 'surrogate' is not usable"],
    ['pid IN long', "1:8 CONDITION_LIST the list 'long' has more than 100000 values"],
  ])('are refused in %j: %s', (text, answer) => {
    expect(matches(text, {}, { lists })).toBe(answer);
  });
});
