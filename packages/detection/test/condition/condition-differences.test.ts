import { afterAll, describe, expect, test } from '@jest/globals';
import { limits } from '../../src/condition/limits.ts';
import { compileCondition } from '../../src/index.ts';
import { SqliteOracle } from './sqlite-oracle.ts';

const row = {
  time: 9_223_372_036_854_775_807n,
  pid: 1,
  name: '\uFFFE',
  command_line: 'x'.repeat(600_000),
  cwd: '0.30000000000000004440892098500626161694526672363281250001',
};

function matches(text: string): boolean | undefined {
  const compiled = compileCondition(text, 'process_events');
  return compiled.ok ? compiled.condition.matches(row) : undefined;
}

describe('differences from SQLite', () => {
  const oracle = new SqliteOracle('process_events', [row]);
  afterAll(() => oracle.close());

  test.each(['time + 1', 'time * 2', '0 - time - 2', '9223372036854775807 + 1'])(
    'whole numbers past 64 bits: %s is NULL, in SQLite a REAL',
    (sum) => {
      expect(matches(`${sum} IS NULL`)).toBe(true);
      expect(oracle.verdicts(`${sum} IS NULL`)).toEqual([0]);
    },
  );

  test('ABS of the least whole number is NULL, in SQLite an error', () => {
    expect(matches('ABS(-9223372036854775808) IS NULL')).toBe(true);
    expect(() => oracle.verdicts('ABS(-9223372036854775808)')).toThrow('integer overflow');
  });

  test.each([
    'command_line || command_line',
    "REPLACE(command_line, 'x', 'xx')",
    'HEX(command_line)',
  ])('texts past the limit: %s is NULL', (text) => {
    expect(matches(`${text} IS NULL`)).toBe(true);
    expect(oracle.verdicts(`LENGTH(${text}) > ${limits.textCharacters}`)).toEqual([1]);
  });

  test('LIKE tells U+FFFE from U+FFFD', () => {
    expect(matches("name LIKE '\uFFFD'")).toBe(false);
    expect(oracle.verdicts("name LIKE '\uFFFD'")).toEqual([1]);
  });
});

describe('texts that grow', () => {
  test.each([
    ['HEX of HEX', `${'HEX('.repeat(39)}name${')'.repeat(39)} = 'x'`],
    [
      'REPLACE of REPLACE',
      `${'REPLACE('.repeat(39)}command_line${`, 'x', '${'x'.repeat(200)}')`.repeat(39)} = ''`,
    ],
    [
      'REPLACE of a constant',
      `${'REPLACE('.repeat(39)}'x'${`, 'x', '${'x'.repeat(200)}')`.repeat(39)} = ''`,
    ],
    ['a chain of ||', `${Array.from({ length: 200 }, () => 'command_line').join(' || ')} = ''`],
  ])('are cut off in bounded time: %s', (_what, text) => {
    const started = performance.now();
    expect(matches(text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
