import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from 'nats';
import type { BusMessage, Consumer, EventBus } from '../../src/bus/event-bus.ts';
import { streams } from '../../src/bus/streams.ts';
import { SystemClock } from '../../src/clock/system-clock.ts';
import type { DeadLetter } from '../../src/model/dead-letter.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import {
  eventsMessage,
  letterMessage,
  resultMessage,
  taskMessage,
} from '../../src/testing/bus-contract/sample-messages.ts';
import { aProcessEvent } from '../../src/testing/event-builders.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { asAdmin, openBus } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
let server: NatsTestServer;
let bus: EventBus;

beforeAll(async () => {
  if (!skipsNatsServer()) server = await NatsTestServer.start();
});
afterAll(async () => {
  if (!skipsNatsServer()) await server.stop();
});
beforeEach(async () => {
  if (!skipsNatsServer()) ({ bus } = await openBus(server.url));
});
afterEach(async () => {
  if (skipsNatsServer()) return;
  await bus.close();
  await asAdmin(server.url, async (jsm) => {
    for (const { name } of streams) await jsm.streams.delete(name);
  });
});

async function nextLetter(consumer: Consumer): Promise<DeadLetter | null> {
  const [delivery] = await take(consumer, 1);
  delivery?.ack();
  return delivery?.payload.kind === 'dead_letter' ? delivery.payload.body : null;
}

function letters(): Promise<Consumer> {
  return bus.consume({ stream: 'DEYE_DLQ', durable: 'letters', deliver: 'all' });
}

async function publishBytes(subject: string, bytes: Uint8Array): Promise<void> {
  const nats = await connect({ servers: server.url });
  nats.publish(subject, bytes);
  await nats.drain();
}

const alertMessage: BusMessage = {
  subject: 'deye.v1.alerts.high.r1.a1',
  payload: {
    kind: 'alert',
    body: {
      alert: 'a1',
      revision: 1,
      rule: 'r1',
      title: 'A rule',
      description: null,
      severity: 'high',
      tags: [],
      time: 1n,
      host: 'h-1',
      host_name: 'h',
      fingerprint: 'f1',
      count: 1,
      first_time: 1n,
      last_time: 1n,
      event: aProcessEvent(),
      results: [],
      pending: [],
    },
  },
};

const good = [
  ['DEYE_EV_PROCESS', eventsMessage(1)],
  ['DEYE_TASKS', taskMessage('t1')],
  ['DEYE_RESULTS', resultMessage('t1')],
  ['DEYE_ALERTS', alertMessage],
] as const;

describe('NatsConsumer', () => {
  on.each(good)(
    natsServerTitle('buries bytes that it cannot read on %s, with them, and goes on'),
    async (stream, message) => {
      const bytes = Buffer.from([0xff, 0xff, 0xff, 0x07, 0x00]);
      const live = bus.subscribe({ subjects: ['deye.v1.>'] });
      const consumer = await bus.consume({ stream, durable: 'd', deliver: 'all' });
      await publishBytes(message.subject, bytes);
      await bus.publish(message);
      const [delivery] = await take(consumer, 1);
      delivery?.ack();
      expect(delivery).toMatchObject({ subject: message.subject, sequence: 2 });
      expect(consumer.stats()).toMatchObject({ delivered: 1, dead: 1 });
      expect(await nextLetter(await letters())).toMatchObject({
        stream,
        subject: message.subject,
        sequence: 1,
        reason: expect.stringContaining('cannot be decoded'),
        payload: new Uint8Array(bytes),
      });
      const heard = await take(live, 2);
      expect(heard.map(({ subject }) => subject)).toEqual([
        message.subject,
        `deye.v1.dlq.${stream}`,
      ]);
    },
  );

  on(natsServerTitle('takes unreadable dead letters away without a dead letter'), async () => {
    await publishBytes('deye.v1.dlq.X', Buffer.from([7, 7, 7]));
    await bus.publish(letterMessage(2));
    expect(await nextLetter(await letters())).toMatchObject({ sequence: 2 });
    expect((await bus.lastOn('deye.v1.dlq.SAMPLE'))?.sequence).toBe(2);
    expect(await bus.lastOn('deye.v1.dlq.DEYE_DLQ')).toBeNull();
  });

  on(
    natsServerTitle('buries a task that nobody ends, and takes it off the work queue'),
    async () => {
      const options = { stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' } as const;
      const consumer = await bus.consume({ ...options, ackWaitMs: 100, maxDeliver: 2 });
      await bus.publish(taskMessage('t1'));
      const seen = await take(consumer, 2);
      void take(consumer, 1);
      expect(seen.map(({ deliveries }) => deliveries)).toEqual([1, 2]);
      expect(await nextLetter(await letters())).toMatchObject({
        stream: 'DEYE_TASKS',
        deliveries: 2,
        reason: 'not acknowledged after 2 deliveries',
      });
      const clock = new SystemClock();
      while ((await bus.lastOn(taskMessage('t1').subject)) !== null) await clock.sleep(5);
      expect(consumer.stats()).toMatchObject({ delivered: 2, dead: 1, pending: 0 });
    },
  );

  on(natsServerTitle('on a work queue holds no task that nobody asked for'), async () => {
    const options = { stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' } as const;
    const first = await bus.consume(options);
    await bus.publish(taskMessage('t1'));
    await bus.publish(taskMessage('t2'));
    (await take(first, 1))[0]?.ack();
    const second = await bus.consume(options);
    const [delivery] = await take(second, 1);
    expect(delivery).toMatchObject({ deliveries: 1, payload: taskMessage('t2').payload });
  });

  on(
    natsServerTitle('delivers ten thousand messages in order, each once'),
    async () => {
      const count = 10_000;
      const lanes = Array.from({ length: 8 }, (_, lane) => `L${lane}`);
      await Promise.all(
        lanes.map(async (lane) => {
          for (let n = 1; n <= count / lanes.length; n += 1)
            await bus.publish(letterMessage(n, lane));
        }),
      );
      const consumer = await letters();
      const sequences: number[] = [];
      for await (const delivery of consumer) {
        sequences.push(delivery.sequence);
        delivery.ack();
        if (sequences.length === count) break;
      }
      expect(sequences).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    },
    20_000,
  );
});
