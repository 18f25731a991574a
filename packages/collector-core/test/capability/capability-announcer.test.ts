import { describe, expect, test } from '@jest/globals';
import { CapabilityAnnouncer } from '../../src/capability/capability-announcer.ts';
import type { DeyeError } from '../../src/error/deye-error.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import type { CapabilityAnnouncement } from '../../src/model/capability.ts';
import { sampleAnnouncement } from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const key = 'web_1.procmond';

async function setUp() {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock });
  const keys = await bus.keyValue('deye_capabilities');
  const log = new RecordingLogger();
  const superseded: DeyeError[] = [];
  const open = (current: () => CapabilityAnnouncement) =>
    CapabilityAnnouncer.open({
      bus,
      clock,
      log,
      describe: current,
      onSuperseded: (error) => superseded.push(error),
    });
  return { clock, bus, keys, log, superseded, open };
}

describe('CapabilityAnnouncer', () => {
  test('announces at the start, at every change and at every beat', async () => {
    const { clock, bus, keys, open } = await setUp();
    let current = sampleAnnouncement();
    const announcer = await open(() => current);
    expect((await keys.get(key))?.value).toEqual(current);
    current = sampleAnnouncement({ health: 'degraded' });
    await announcer.announce();
    expect((await keys.get(key))?.value.health).toBe('degraded');
    current = sampleAnnouncement({ health: 'healthy', pid: 8 });
    await clock.advance(10_000);
    expect((await keys.get(key))?.value.pid).toBe(8);
    await clock.advance(300_000);
    expect(await keys.get(key)).not.toBeNull();
    await bus.close();
  });

  test('refuses to start beside a live run of the same name', async () => {
    const { bus, open } = await setUp();
    await open(() => sampleAnnouncement());
    await expect(open(() => sampleAnnouncement({ epoch: 'e2' }))).rejects.toMatchObject({
      code: 'COLLECTOR_ALREADY_RUNNING',
      detail: 'web_1.procmond, pid 7',
    });
    await bus.close();
  });

  test('takes the key of a run that was killed once it has expired', async () => {
    const { clock, bus, keys, open } = await setUp();
    await keys.create(key, sampleAnnouncement());
    await clock.advance(30_000);
    await open(() => sampleAnnouncement({ epoch: 'e2' }));
    expect((await keys.get(key))?.value.epoch).toBe('e2');
    await bus.close();
  });

  test('takes its own key again when it has expired', async () => {
    const { clock, bus, keys, open, superseded } = await setUp();
    await open(() => sampleAnnouncement());
    await keys.delete(key);
    await clock.advance(10_000);
    expect((await keys.get(key))?.value.epoch).toBe('e1');
    expect(superseded).toEqual([]);
    await bus.close();
  });

  test('says that another run has taken its key, and leaves it alone', async () => {
    const { clock, bus, keys, open, superseded } = await setUp();
    const announcer = await open(() => sampleAnnouncement());
    await keys.put(key, sampleAnnouncement({ epoch: 'e2' }));
    await clock.advance(10_000);
    await clock.advance(10_000);
    expect(superseded.map((error) => error.code)).toEqual(['COLLECTOR_ALREADY_RUNNING']);
    await announcer.close();
    expect((await keys.get(key))?.value.epoch).toBe('e2');
    await bus.close();
  });

  test('leaves the key of another run alone also when it closes first', async () => {
    const { bus, keys, open } = await setUp();
    const announcer = await open(() => sampleAnnouncement());
    await keys.put(key, sampleAnnouncement({ epoch: 'e2' }));
    await announcer.close();
    expect((await keys.get(key))?.value.epoch).toBe('e2');
    await bus.close();
  });

  test('removes the key when it closes', async () => {
    const { clock, bus, keys, open } = await setUp();
    const announcer = await open(() => sampleAnnouncement());
    await announcer.close();
    await announcer.close();
    expect(await keys.get(key)).toBeNull();
    await announcer.announce();
    await clock.advance(20_000);
    expect(await keys.get(key)).toBeNull();
    await bus.close();
  });

  test('logs what fails and stays alive', async () => {
    const { clock, bus, log, open } = await setUp();
    const announcer = await open(() => sampleAnnouncement());
    await bus.close();
    await clock.advance(10_000);
    await announcer.close();
    expect(log.messages('warn')).toEqual([
      'the announcement was not stored',
      'the announcement could not be removed; it expires',
    ]);
  });
});
