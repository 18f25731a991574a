import { describe, expect, test } from '@jest/globals';
import { LocalEventBus, eventsSubject } from '@daemoneye/collector-core';
import type { BusMessage } from '@daemoneye/collector-core';
import { aProcessEvent } from '@daemoneye/collector-core/testing';
import { tailFeed } from '../../src/suite/tail-feed.ts';

function batch(seq: number): BusMessage {
  const event = aProcessEvent({ seq });
  const { collector, domain, epoch, host } = event;
  const body = { host, collector, epoch, domain, verb: 'started', first_seq: seq, last_seq: seq };
  return {
    subject: eventsSubject(body),
    payload: { kind: 'events', body: { ...body, events: [event] } },
  };
}

describe('tailFeed', () => {
  test('shows what is stored, then what comes, and once what is in both', async () => {
    const bus = LocalEventBus.create();
    async function* history(): AsyncGenerator<BusMessage> {
      yield batch(1);
      // Published while the history is read: it is in both.
      await bus.publish(batch(2));
      yield batch(2);
    }
    const words = { subjects: ['deye.v1.events.>'], where: null, history: history() };
    const seqs: unknown[] = [];
    for await (const line of tailFeed(bus, words)) {
      if (!('row' in line)) continue;
      seqs.push((line.row as { seq: number }).seq);
      if (seqs.length === 2) await bus.publish(batch(3));
      if (seqs.length === 3) break;
    }
    expect(seqs).toEqual([1, 2, 3]);
    await bus.close();
  });
});
