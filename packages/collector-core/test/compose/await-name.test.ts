import { describe, expect, test } from '@jest/globals';
import { awaitName } from '../../src/compose/await-name.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import type { CapabilityAnnouncement } from '../../src/model/capability.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const key = 'box-1.procmond';

async function waiting(isAlive: boolean) {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const bus = LocalEventBus.create({ clock });
  const keys = await bus.keyValue('deye_capabilities');
  const held = { pid: 42 } as CapabilityAnnouncement;
  const stop = new AbortController();
  const state = { isOver: false };
  const start = (): void => {
    const deps = { bus, clock, log, host: 'box-1', collector: 'procmond', isAlive: () => isAlive };
    void awaitName(deps, stop.signal).then(() => {
      state.isOver = true;
      return null;
    });
  };
  return { clock, log, keys, held, stop, state, start };
}

describe('awaitName', () => {
  test('waits until the key of a run that was killed has expired, and says so once', async () => {
    const { clock, held, keys, log, start, state } = await waiting(false);
    await keys.put(key, held);
    start();
    await clock.advance(29_000);
    expect(state.isOver).toBe(false);
    await clock.advance(2_000);
    expect(state.isOver).toBe(true);
    expect(log.records).toMatchObject([{ level: 'warn', fields: { former_pid: 42 } }]);
  });

  test('does not wait for a free key, nor for one whose holder runs', async () => {
    const free = await waiting(false);
    free.start();
    await free.clock.advance(0);
    expect(free.state.isOver).toBe(true);
    const taken = await waiting(true);
    await taken.keys.put(key, taken.held);
    taken.start();
    await taken.clock.advance(0);
    expect(taken.state.isOver).toBe(true);
  });

  test('ends when the holder beats after all, and when it is told to', async () => {
    const beating = await waiting(false);
    await beating.keys.put(key, beating.held);
    beating.start();
    await beating.clock.advance(5_000);
    await beating.keys.put(key, beating.held);
    await beating.clock.advance(1_000);
    expect(beating.state.isOver).toBe(true);
    const stopped = await waiting(false);
    await stopped.keys.put(key, stopped.held);
    stopped.start();
    await stopped.clock.advance(1_000);
    stopped.stop.abort();
    await stopped.clock.advance(0);
    expect(stopped.state.isOver).toBe(true);
  });
});
