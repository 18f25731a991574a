import { describe, expect, test } from '@jest/globals';
import { parseCount, parseDuration } from '../src/given-options.ts';

const usage = expect.objectContaining({ code: 'CLI_USAGE' });

describe('parseDuration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('reads %s', (text, wanted) => {
    expect(parseDuration('--since', text)).toBe(wanted);
  });

  test.each(['5', 'm', '-1m', '1.5h', '5 m', '1w', '12345678s', ''])('refuses %j', (text) => {
    expect(() => parseDuration('--since', text)).toThrow(usage);
  });
});

describe('parseCount', () => {
  test.each(['0', '-1', '1.5', 'x', ''])('refuses %j', (text) => {
    expect(() => parseCount('--count', text)).toThrow(usage);
  });
});
