import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compileCondition, conditionErrors } from '../../src/index.ts';

/** Milliseconds in which any text is compiled or refused, on a loaded machine. */
const BUDGET_MS = 250;

function codes(text: string): readonly string[] {
  const started = performance.now();
  const compiled = compileCondition(text, 'process_events');
  expect(performance.now() - started).toBeLessThan(BUDGET_MS);
  return compiled.ok ? [] : compiled.errors.map(({ code }) => code);
}

const repeated = (part: string, times: number, between = ''): string =>
  Array.from({ length: times }, () => part).join(between);

describe('compileCondition under hostile text', () => {
  test.each([
    [
      '10 000 nested parentheses',
      `${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
      'CONDITION_TOO_LONG',
    ],
    ['8 000 parentheses that never close', '('.repeat(8_000), 'CONDITION_TOO_MANY_OPERATORS'],
    ['41 nested parentheses', `${'('.repeat(41)}pid = 1${')'.repeat(41)}`, 'CONDITION_TOO_DEEP'],
    ['10 000 NOT', `${'NOT '.repeat(10_000)}pid`, 'CONDITION_TOO_LONG'],
    ['200 NOT', `${'NOT '.repeat(200)}pid`, 'CONDITION_TOO_DEEP'],
    [
      '60 nested functions',
      `${'lower('.repeat(60)}name${')'.repeat(60)} = 'x'`,
      'CONDITION_TOO_DEEP',
    ],
    ['5 000 OR', repeated('pid=1', 5_000, ' OR '), 'CONDITION_TOO_LONG'],
    ['2 000 OR', repeated('pid', 2_000, ' OR '), 'CONDITION_TOO_MANY_OPERATORS'],
    ['200 minus signs', `pid = ${'- '.repeat(200)}1`, 'CONDITION_TOO_DEEP'],
    ['60 CASE in each other', `${'CASE WHEN '.repeat(60)}1`, 'CONDITION_TOO_DEEP'],
    ['200 CAST in each other', `${'CAST('.repeat(120)}1`, 'CONDITION_TOO_DEEP'],
    ['a pattern past its characters', `name REGEXP '${'x'.repeat(4_097)}'`, 'CONDITION_PATTERN'],
    ['counted repeats', `name REGEXP '${'x{1000}'.repeat(11)}'`, 'CONDITION_PATTERN'],
    [
      'counted groups',
      `name REGEXP '${'('.repeat(3)}abc${'){10}'.repeat(3)}{9}'`,
      'CONDITION_PATTERN',
    ],
    ['a repeated long group', `name REGEXP '(${'a'.repeat(100)}){101}'`, 'CONDITION_PATTERN'],
    ['a repeat of repeats', `name REGEXP '((x{100}){100}){100}'`, 'CONDITION_PATTERN'],
    [
      'patterns that are too large together',
      Array.from({ length: 9 }, (_, index) => `name REGEXP 'x{99${index}}'`).join(' OR '),
      'CONDITION_PATTERN',
    ],
    ['groups that never close', `name REGEXP '${'('.repeat(4_000)}'`, 'CONDITION_PATTERN'],
    ['1 MB of text', `name = '${'x'.repeat(1_000_000)}'`, 'CONDITION_TOO_LONG'],
    ['8 000 commas', `pid IN (${repeated('1', 8_000, ',')})`, 'CONDITION_TOO_MANY_COMMAS'],
    ['a quote that never closes', `name = '${"''".repeat(7_000)}x`, 'CONDITION_SYNTAX'],
    ['a second statement', 'pid = 1; DROP TABLE x', 'CONDITION_FORBIDDEN_TOKEN'],
    ['a comment to the end', 'pid = 1 -- x', 'CONDITION_FORBIDDEN_TOKEN'],
    ['a comment', 'pid /* x */ = 1', 'CONDITION_FORBIDDEN_TOKEN'],
    ['NUL', 'pid = \0 1', 'CONDITION_FORBIDDEN_TOKEN'],
    ['NUL in text', "name = '\0'", 'CONDITION_FORBIDDEN_TOKEN'],
    ['half of a surrogate pair', "name = '\uD800'", 'CONDITION_FORBIDDEN_TOKEN'],
    ['a name that objects inherit', 'constructor = 1', 'CONDITION_UNKNOWN_COLUMN'],
    ['the prototype', '__proto__ = 1', 'CONDITION_UNKNOWN_COLUMN'],
    ['a function that objects inherit', 'toString(name) = 1', 'CONDITION_UNKNOWN_FUNCTION'],
    ['a long unknown name', `${'x'.repeat(16_000)} = 1`, 'CONDITION_UNKNOWN_COLUMN'],
  ])('refuses %s', (_what, text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  test('takes what is just inside the limits', () => {
    expect(codes(`${'('.repeat(40)}pid = 1${')'.repeat(40)}`)).toEqual([]);
    expect(codes(repeated('pid=1', 128, ' OR '))).toEqual([]);
    expect(codes(`pid IN (${repeated('1', 4_000, ',')})`)).toEqual([]);
    expect(codes(`name = '${'x'.repeat(16_000)}'`)).toEqual([]);
  });

  test('tells at most 16 reasons', () => {
    expect(codes(repeated('x=1', 100, ' OR '))).toHaveLength(16);
  });

  test('never throws and gives only codes of the table, with a place inside the text', () => {
    const part = fc.oneof(
      fc.constantFrom(
        ...'pid name = <> < >= AND OR NOT IN LIKE ILIKE ESCAPE IS NULL ( ) , . - + * \' " SELECT FROM WHERE'.split(
          ' ',
        ),
        ...'process_events gaps LENGTH SUBSTR( COALESCE( BETWEEN CASE WHEN THEN END CAST AS GROUP BY HAVING WITHIN 1 1.5 0x1 1e 9999999999999999999 TRUE @m ? || ->'.split(
          ' ',
        ),
        "'x'",
        "'%a_'",
        '@m',
        'IN args',
        'IN pid_list',
        'GLOB',
        'REGEXP',
        "'[a-'",
        '"name"',
        '\n',
        '🦉',
        '\u202E',
        ';',
        '--',
        '/*',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const known = Object.keys(conditionErrors);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.constantFrom('', ' '), (parts, between) => {
        const text = parts.join(between);
        const compiled = compileCondition(text, 'process_events', {
          macros: { m: parts.slice(0, 5).join(between) },
          lists: { name: ['x'], pid_list: [1] },
        });
        if (compiled.ok) {
          expect(typeof compiled.condition.matches({ pid: 1, name: 'x' })).toBe('boolean');
          return;
        }
        expect(compiled.errors.length).toBeGreaterThan(0);
        for (const { code, line, column } of compiled.errors) {
          expect(known).toContain(code);
          const lineText = text.split('\n')[line - 1] ?? '';
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual(Array.from(lineText).length + 1);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('evaluates hostile rows in linear time', () => {
    const digits = `${'1'.repeat(100_000)}x`;
    const rows = [digits, `1${' '.repeat(100_000)}x`, 'ab'.repeat(50_000), 'a'.repeat(100_000)];
    const texts = [
      'pid = command_line',
      "command_line LIKE '%ab_b%ab__c%'",
      "command_line LIKE '%a%a%a%a%a%c'",
      'LENGTH(command_line) = 1',
      "command_line GLOB '*a*a*a*a*[c]'",
      `command_line GLOB '*[${Array.from({ length: 8_000 }, (_, index) => String.fromCodePoint(0x4000 + index * 2)).join('')}]*'`,
      "command_line REGEXP '(a+)+c$'",
      "SUBSTR(command_line, -5) || TRIM(command_line, '1ab') = 'c'",
      "REPLACE(command_line, 'a', 'bb') LIKE '%c'",
      "command_line || 'x' IN args",
    ];
    for (const text of texts) {
      const compiled = compileCondition(text, 'process_events');
      const started = performance.now();
      const matched = rows.map(
        (line) => compiled.ok && compiled.condition.matches({ pid: 1, command_line: line }),
      );
      expect(matched).toEqual([false, false, false, false]);
      expect(performance.now() - started).toBeLessThan(BUDGET_MS);
    }
  });

  test('compiles and evaluates conditions as operands, 39 deep, in linear time', () => {
    const text = `${'('.repeat(39)}pid = 1${') = 1'.repeat(39)}`;
    const started = performance.now();
    const compiled = compileCondition(text, 'process_events');
    expect(compiled.ok && compiled.condition.matches({ pid: 1 })).toBe(true);
    expect(performance.now() - started).toBeLessThan(BUDGET_MS);
  });
});
