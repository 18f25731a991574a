import { describe, expect, test } from '@jest/globals';
import { throttle } from '../../src/compose/throttle.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';

describe('throttle', () => {
  test('calls at once, then once per interval, and loses no last trigger', async () => {
    const clock = new FakeClock();
    const calls: number[] = [];
    const throttled = throttle(clock, 1_000, () => calls.push(clock.monotonicMs()));
    throttled.call();
    throttled.call();
    await clock.advance(500);
    throttled.call();
    await clock.advance(5_000);
    throttled.call();
    throttled.call();
    throttled.cancel();
    await clock.advance(5_000);
    expect(calls).toEqual([0, 1_000, 5_500]);
  });
});
