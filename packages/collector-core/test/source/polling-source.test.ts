import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SourceCaps } from '../../src/model/source-caps.ts';
import { nextTick, pollingSource } from '../../src/source/polling-source.ts';
import { recordingContext } from '../../src/testing/recording-context.ts';

const tier = { tier: 'test', rank: 1, lossy: false, reason: null, remedy: null };

describe('pollingSource', () => {
  test('looks at aligned ticks, leaves out late ones and says how many', async () => {
    const context = recordingContext();
    const looks: number[] = [];
    const source = pollingSource({
      name: 'poll',
      caps: SourceCaps.PROCESS,
      intervalMs: 100,
      tier,
      async collect({ clock }) {
        looks.push(clock.monotonicMs());
        await clock.sleep(looks.length === 2 ? 250 : 10);
      },
    });
    const running = source.run(context);
    await context.clock.advance(600);
    context.stop();
    await context.clock.advance(10);
    await running;
    expect(looks).toEqual([0, 100, 400, 500, 600]);
    expect(context.tiers).toEqual([tier]);
    expect(context.log.records).toMatchObject([{ level: 'warn', fields: { missed: 2 } }]);
  });

  test('ends with what collect throws, after it has closed', async () => {
    const context = recordingContext();
    let closed = 0;
    const source = pollingSource({
      name: 'poll',
      caps: SourceCaps.PROCESS,
      intervalMs: 100,
      tier,
      collect: () => Promise.reject(new Error('gone')),
      close: () => {
        closed += 1;
      },
    });
    await expect(source.run(context)).rejects.toThrow('gone');
    expect([closed, context.tiers.length]).toEqual([1, 0]);
  });
});

describe('nextTick', () => {
  test('is the first multiple of the interval at or after now', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.nat(1e5),
        fc.integer({ min: 1, max: 5_000 }),
        (last, took, interval) => {
          const { atMs, missed } = nextTick(last, last + took, interval);
          expect((atMs - last) % interval).toBe(0);
          expect(atMs).toBeGreaterThanOrEqual(last + took);
          expect(atMs - interval).toBeLessThan(Math.max(last + took, last + 1));
          expect(missed).toBe((atMs - last) / interval - 1);
        },
      ),
    );
  });
});
