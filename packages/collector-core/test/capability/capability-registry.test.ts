import { describe, expect, test } from '@jest/globals';
import { CapabilityRegistry } from '../../src/capability/capability-registry.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { sampleAnnouncement } from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';

const procmond = sampleAnnouncement();
const fsmond = sampleAnnouncement({ collector: 'fsmond' });
const remote = sampleAnnouncement({ host: 'db_1' });
const idle = sampleAnnouncement({ collector: 'perfmond', analyses: [] });
const stopped = sampleAnnouncement({ collector: 'netmond', health: 'stopped' });

async function setUp() {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock });
  const keys = await bus.keyValue('deye_capabilities');
  const announce = async (...announcements: (typeof procmond)[]): Promise<void> => {
    for (const one of announcements) await keys.put(`${one.host}.${one.collector}`, one);
    await clock.advance(0);
  };
  return { clock, bus, keys, announce };
}

describe('CapabilityRegistry', () => {
  test('lists what is announced when it opens, and what comes later, in order', async () => {
    const { bus, announce } = await setUp();
    await announce(procmond);
    const registry = await CapabilityRegistry.open(bus);
    expect(registry.list()).toEqual([procmond]);
    await announce(remote, fsmond);
    expect(registry.list()).toEqual([remote, fsmond, procmond]);
    registry.close();
    await bus.close();
  });

  test('names who serves an analysis, on a host or anywhere', async () => {
    const { bus, announce } = await setUp();
    const registry = await CapabilityRegistry.open(bus);
    await announce(procmond, fsmond, remote, idle, stopped);
    expect(registry.serving('binary_hash', 'web_1')).toEqual([fsmond, procmond]);
    expect(registry.serving('binary_hash')).toEqual([remote, fsmond, procmond]);
    expect(registry.serving('yara_scan')).toEqual([]);
    await bus.close();
  });

  test('forgets what is removed or expires, and tells its listeners', async () => {
    const { clock, bus, keys, announce } = await setUp();
    const registry = await CapabilityRegistry.open(bus);
    const told: string[] = [];
    const stop = registry.onChange(({ operation, key }) => told.push(`${operation} ${key}`));
    await announce(procmond, fsmond);
    await keys.delete('web_1.fsmond');
    await clock.advance(0);
    expect(registry.list()).toEqual([procmond]);
    await clock.advance(30_000);
    expect(registry.list()).toEqual([]);
    stop();
    await announce(procmond);
    expect(told).toEqual([
      'put web_1.procmond',
      'put web_1.fsmond',
      'delete web_1.fsmond',
      'expired web_1.procmond',
    ]);
    await bus.close();
  });
});
