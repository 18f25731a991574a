import { describe, expect, test } from '@jest/globals';
import { afterDeath, neverDied } from '../../src/supervise/restart.ts';

describe('afterDeath', () => {
  test('doubles the wait from 1 s to 60 s while the process dies young', () => {
    const delays: number[] = [];
    let state = neverDied;
    for (let death = 0; death < 9; death += 1) {
      state = afterDeath(state, 100);
      delays.push(state.delayMs);
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(state.deaths).toBe(9);
  });

  test('begins anew after a process that ran for a minute', () => {
    expect(afterDeath({ deaths: 7, delayMs: 60_000 }, 60_000)).toEqual({
      deaths: 8,
      delayMs: 1_000,
    });
  });
});
