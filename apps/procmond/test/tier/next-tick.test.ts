import { describe, expect, test } from '@jest/globals';

import { nextTick } from '../../src/tier/next-tick.ts';

describe('nextTick', () => {
  test.each([
    [500, 1_500],
    [500.5, 1_500],
    [1_499, 1_500],
    [1_500, 2_500],
    [4_700, 5_500],
  ])('at %d it is %d', (now, next) => {
    expect(nextTick(500, 1_000, now)).toBe(next);
  });
});
