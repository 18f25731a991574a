import { describe, expect, test } from '@jest/globals';
import { LocalEventBus } from '@daemoneye/collector-core';
import { sampleAnnouncement } from '@daemoneye/collector-core/testing';
import { releaseName } from '../../src/suite/release-name.ts';

describe('releaseName', () => {
  test('removes what the dead run announced, and not what its successor did', async () => {
    const bus = LocalEventBus.create();
    const keys = await bus.keyValue('deye_capabilities');
    const dead = { host: 'web_1', collector: 'procmond', pid: 7 };
    await releaseName(bus, dead);
    await keys.put('web_1.procmond', sampleAnnouncement({ pid: 8 }));
    await releaseName(bus, dead);
    expect(await keys.get('web_1.procmond')).not.toBeNull();
    await releaseName(bus, { ...dead, pid: 8 });
    expect(await keys.get('web_1.procmond')).toBeNull();
    await bus.close();
  });
});
