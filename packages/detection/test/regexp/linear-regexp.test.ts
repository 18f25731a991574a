import { describe, expect, test } from '@jest/globals';
import { RE2JS } from 're2js';
import { linearRegexp } from '../../src/regexp/linear-regexp.ts';
import { regexpSize } from '../../src/regexp/regexp-size.ts';

function matches(pattern: string, text: string): boolean | undefined {
  const compiled = linearRegexp(pattern);
  return compiled.ok ? compiled.test(text) : undefined;
}

describe('linearRegexp', () => {
  test.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['B', 'abc', false],
    ['(?i)B', 'abc', true],
    ['\\d{2}', 'a12', true],
    ['a.c', 'a\nc', false],
    ['^$', '', true],
    ['/etc/(passwd|shadow)', 'cat /etc/shadow', true],
  ])('matches %j in %j: %s', (pattern, text, answer) => {
    expect(matches(pattern, text)).toBe(answer);
  });

  test.each(['(?=a)b', '(?<!a)b', '(a)\\1', '(?>a)', '(', '[a', 'a**', 'a{1001}', '\\'])(
    'refuses %j with a reason',
    (pattern) => {
      expect(linearRegexp(pattern)).toEqual({
        ok: false,
        message: expect.stringMatching(/refused/),
      });
    },
  );

  test.each(['(.*)*x', '(a+)+$', '(?:a|aa)+$', '(x+x+)+y', '.*.*.*=.*'])(
    'takes linear time for %s',
    (pattern) => {
      const started = performance.now();
      expect(matches(pattern, `${'a'.repeat(20_000)}!`)).toBe(false);
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  test('answers the same for a pattern after many others', () => {
    const before = matches('^a+$', 'aaa');
    for (let index = 0; index < 200; index += 1) linearRegexp(`x${index}`);
    expect([before, matches('^a+$', 'aaa')]).toEqual([true, true]);
  });
});

describe('regexpSize', () => {
  test.each([
    'abc',
    'a|b|c',
    '(a|b)+c?',
    '[a-z]{3}',
    'x{1000}',
    'x{2,500}',
    'x{500,}',
    '(abc){100}',
    '((a{10}){10}){9}',
    '(?:[^]]{20}\\d{5}){9}',
    '[[:alpha:]]{50}',
    '\\({9}',
    '\\x{1000}\\x{41}{5}',
    '[(]{99}',
  ])('is not far below the instructions of %s', (pattern) => {
    const instructions = RE2JS.compile(RE2JS.translateRegExp(pattern)).programSize();
    expect(regexpSize(pattern) * 3 + 10).toBeGreaterThanOrEqual(instructions);
    expect(regexpSize(pattern)).toBeLessThan(instructions * 3 + 10);
  });

  test('ends for patterns that never close', () => {
    expect(regexpSize(`${'('.repeat(2_000)}[`)).toBeLessThan(10);
    expect(regexpSize('(aaa')).toBe(3);
    expect(regexpSize('a)b')).toBeGreaterThan(1);
  });
});
