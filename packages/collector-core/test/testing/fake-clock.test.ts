import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../src/testing/index.ts';

describe('FakeClock', () => {
  test('stands still until it is advanced', async () => {
    const clock = new FakeClock(10n);
    expect([clock.now(), clock.monotonicMs()]).toEqual([10n, 0]);
    await clock.advance(1.5);
    expect([clock.now(), clock.monotonicMs()]).toEqual([1_500_010n, 1.5]);
  });

  test('fires due timers in order of time, then of creation, at their own time', async () => {
    const clock = new FakeClock();
    const calls: [string, number][] = [];
    const note = (name: string) => (): void => {
      calls.push([name, clock.monotonicMs()]);
    };
    clock.after(20, note('late'));
    clock.after(10, note('first'));
    clock.after(10, note('second'));
    clock.after(21, note('never'));
    const stop = clock.every(8, note('every'));
    await clock.advance(20);
    stop();
    expect(calls).toEqual([
      ['every', 8],
      ['first', 10],
      ['second', 10],
      ['every', 16],
      ['late', 20],
    ]);
    expect(clock.pendingTimers).toBe(1);
  });

  test('fires what promise jobs set up within the span', async () => {
    const clock = new FakeClock();
    const times: number[] = [];
    const loop = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        // oxlint-disable-next-line no-await-in-loop
        await clock.sleep(10);
        times.push(clock.monotonicMs());
      }
    };
    const done = loop();
    await clock.advance(30);
    await done;
    expect(times).toEqual([10, 20, 30]);
  });

  test('ends a sleep at an abort and forgets its timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    controller.abort();
    await sleep;
    await clock.sleep(1000, controller.signal);
    expect(clock.pendingTimers).toBe(0);
  });
});
