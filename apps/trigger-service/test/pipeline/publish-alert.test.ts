import { describe, expect, test } from '@jest/globals';
import { DeyeError, LocalEventBus } from '@daemoneye/collector-core';
import type { Alert, ErrorCode, EventBus } from '@daemoneye/collector-core';
import { FakeClock, RecordingLogger } from '@daemoneye/collector-core/testing';
import { publishAlert } from '../../src/pipeline/publish-alert.ts';
import { processEvent } from '../fixture/process-event.ts';

const alert: Alert = {
  alert: 'a'.repeat(32),
  revision: 1,
  rule: 'evil',
  title: 'Evil',
  description: null,
  severity: 'high',
  tags: [],
  time: 1n,
  host: 'web-0badcafe',
  host_name: 'web',
  fingerprint: 'f'.repeat(32),
  count: 1,
  first_time: 1n,
  last_time: 1n,
  event: processEvent(),
  results: [],
  pending: [],
};

/** A local bus that refuses the first publications with the codes. */
function refusing(...codes: readonly ErrorCode[]): { bus: EventBus; tries: () => number } {
  const local = LocalEventBus.create({ clock: new FakeClock() });
  const left = [...codes];
  let tries = 0;
  const bus = new Proxy<EventBus>(local, {
    get(target, key) {
      if (key === 'lastOn') return (subject: string) => target.lastOn(subject);
      if (key !== 'publish') throw new Error(`not expected here: ${String(key)}`);
      return (...args: Parameters<EventBus['publish']>) => {
        tries += 1;
        const code = left.shift();
        return code === undefined ? target.publish(...args) : Promise.reject(new DeyeError(code));
      };
    },
  });
  return { bus, tries: () => tries };
}

function outlet(bus: EventBus, giveUp = new AbortController().signal) {
  return { bus, clock: new FakeClock(), log: new RecordingLogger(), giveUp };
}

describe('publishAlert', () => {
  test('tells the sequence of what is stored', async () => {
    const { bus } = refusing();
    expect(await publishAlert(outlet(bus), alert, 0)).toEqual({ revision: 1, sequence: 1 });
    expect(await publishAlert(outlet(bus), { ...alert, revision: 2 }, 1)).toEqual({
      revision: 2,
      sequence: 2,
    });
  });

  test('takes what the stream holds for done and stores nothing', async () => {
    const { bus } = refusing();
    await publishAlert(outlet(bus), alert, 0);
    await publishAlert(outlet(bus), { ...alert, revision: 2 }, 1);
    expect(await publishAlert(outlet(bus), alert, 0)).toEqual({ revision: 2, sequence: 2 });
    expect(await bus.lastOn(`deye.v1.alerts.high.evil.${alert.alert}`)).toMatchObject({
      sequence: 2,
    });
  });

  test('repeats with growing pauses what the bus refuses for a time', async () => {
    const { bus, tries } = refusing('BUS_STREAM_FULL', 'BUS_STREAM_FULL');
    const out = outlet(bus);
    const stored = publishAlert(out, alert, 0);
    await out.clock.advance(99);
    expect(tries()).toBe(1);
    await out.clock.advance(1);
    expect(tries()).toBe(2);
    await out.clock.advance(200);
    expect(await stored).toEqual({ revision: 1, sequence: 1 });
    expect(out.log.records).toEqual([]);
  });

  test('gives up what the bus refuses for ever, and says so', async () => {
    const { bus, tries } = refusing('BUS_CLOSED');
    const out = outlet(bus);
    expect(await publishAlert(out, alert, 0)).toBeNull();
    expect(tries()).toBe(1);
    expect(out.log.messages('error')).toEqual(['an alert could not be published']);
  });

  test('tries once more when retrying is to end, and then gives up', async () => {
    const { bus, tries } = refusing('BUS_STREAM_FULL', 'BUS_STREAM_FULL', 'BUS_STREAM_FULL');
    const end = new AbortController();
    const out = outlet(bus, end.signal);
    const stored = publishAlert(out, alert, 0);
    await out.clock.advance(0);
    end.abort();
    expect(await stored).toBeNull();
    expect(tries()).toBe(2);
  });
});
