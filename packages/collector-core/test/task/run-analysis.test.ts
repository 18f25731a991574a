import { describe, expect, test } from '@jest/globals';
import { runAnalysis } from '../../src/task/run-analysis.ts';
import { Slots } from '../../src/task/slots.ts';
import { sampleTask } from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';

const outcome = { outcome: 'hashed', values: {}, process_key: null, path: null };

function setUp() {
  const clock = new FakeClock();
  const stop = new AbortController();
  const seen: string[] = [];
  const analyser = {
    analysis: 'binary_hash',
    maxConcurrent: 1,
    analyse: () => {
      seen.push('analysed');
      return Promise.resolve(outcome);
    },
  };
  const limits = { clock, slots: new Slots(1), timeoutMs: 100, shutdown: stop.signal };
  return { clock, stop, seen, run: () => runAnalysis(analyser, sampleTask('t1'), limits) };
}

describe('runAnalysis', () => {
  test('ends with the outcome and leaves no timer', async () => {
    const { clock, run } = setUp();
    expect(await run()).toEqual({ status: 'completed', outcome });
    expect(clock.pendingTimers).toBe(0);
  });

  test('starts nothing when the shutdown comes before the slot is used, and gives the slot back', async () => {
    const { clock, stop, seen, run } = setUp();
    const ending = run();
    stop.abort();
    expect(await ending).toBeNull();
    expect(await run()).toBeNull();
    await clock.advance(0);
    expect(seen).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
