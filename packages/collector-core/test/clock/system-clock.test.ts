import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SystemClock } from '../../src/index.ts';
import { followWall } from '../../src/clock/system-clock.ts';

/** Readings of a machine whose wall clock can be stepped. */
function machine() {
  const state = { monotonicNs: 5_000_000_000n, wallNs: 1_700_000_000_000_123_456n };
  const pass = (ns: bigint): void => {
    state.monotonicNs += ns;
    state.wallNs += ns;
  };
  const readings = {
    monotonicNs: () => state.monotonicNs,
    wallMs: () => Number(state.wallNs / 1_000_000n),
    originNs: () => state.wallNs - state.monotonicNs,
  };
  return { state, pass, readings };
}

describe('SystemClock', () => {
  test('keeps the digits below a millisecond', () => {
    const { readings, pass, state } = machine();
    const clock = new SystemClock(readings);
    pass(777n);
    expect(clock.now()).toBe(state.wallNs);
  });

  test.each([3_600_000_000_000n, -3_600_000_000_000n, 5_000_000n, -5_000_000n])(
    'follows a step of the wall clock by %d ns to the millisecond',
    (step) => {
      const { readings, state } = machine();
      const clock = new SystemClock(readings);
      state.wallNs += step;
      const ahead = clock.now() - state.wallNs;
      expect(ahead <= 0n && ahead > -1_000_000n).toBe(true);
    },
  );

  test('agrees with the system within 50 ms and moves on between two calls', () => {
    const clock = new SystemClock();
    const first = clock.now();
    expect(Math.abs(Number(first / 1_000_000n) - Date.now())).toBeLessThan(50);
    expect(clock.now() > first).toBe(true);
  });

  test('ends a sleep at once when its signal aborts, before or during it', async () => {
    const clock = new SystemClock();
    await clock.sleep(3_600_000, AbortSignal.abort());
    const controller = new AbortController();
    const sleep = clock.sleep(3_600_000, controller.signal);
    controller.abort();
    await expect(sleep).resolves.toBeUndefined();
  });

  test('calls nothing after the cancel', async () => {
    const clock = new SystemClock();
    const calls: string[] = [];
    clock.after(0, () => calls.push('after'))();
    clock.every(0, () => calls.push('every'))();
    await clock.sleep(5);
    expect(calls).toEqual([]);
  });
});

describe('followWall', () => {
  test('leaves an offset that agrees, and is otherwise within a millisecond of the wall clock', () => {
    const bigWall = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(
        fc.bigInt(-(2n ** 62n), 2n ** 62n),
        fc.bigInt(0n, 2n ** 60n),
        bigWall,
        (offset, mono, wall) => {
          const next = followWall(offset, mono, wall);
          const ahead = next + mono - BigInt(wall) * 1_000_000n;
          expect(ahead >= -1_000_000n && ahead <= 2_000_000n).toBe(true);
          expect(followWall(next, mono, wall)).toBe(next);
        },
      ),
    );
  });
});
