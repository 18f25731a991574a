import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { Consumer, EventBus } from '../../src/bus/event-bus.ts';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { DeyeError } from '../../src/error/deye-error.ts';
import { busLayout } from '../../src/nats-bus/bus-layout.ts';
import { initBus } from '../../src/nats-bus/init-bus.ts';
import { NatsEventBus } from '../../src/nats-bus/nats-event-bus.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import { letterMessage, letterNumber } from '../../src/testing/bus-contract/sample-messages.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';
import { asAdmin, openBus, openLink } from './nats-fixture.ts';

const clock = new SystemClock();
const on = skipsNatsServer() ? test.skip : test;
let server: NatsTestServer;

beforeEach(async () => {
  if (!skipsNatsServer()) server = await NatsTestServer.start();
});
afterEach(async () => {
  if (!skipsNatsServer()) await server.stop();
});

/** Publishes numbered letters one after the other, each until it is stored. */
async function publishInOrder(bus: EventBus, lane: string, signal: AbortSignal): Promise<string[]> {
  const acked: string[] = [];
  for (let n = 1; !signal.aborted; n += 1) {
    const msgId = `${lane}:${n}`;
    await stored(() => bus.publish(letterMessage(n, lane), { msgId }));
    acked.push(msgId);
  }
  return acked;
}

async function stored<T>(publish: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await publish();
    } catch (error) {
      if (!(error instanceof DeyeError) || error.permanent) throw error;
    }
  }
}

/** A server that is killed may forget the last acknowledgement: what was done then comes again. */
async function awaitLetter(consumer: Consumer, number: number): Promise<void> {
  for await (const delivery of consumer) {
    delivery.ack();
    if (letterNumber(delivery) === number) return;
  }
}

async function storedIds(jsm: JetStreamManager): Promise<string[]> {
  const { state } = await jsm.streams.info('DEYE_DLQ');
  const ids: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await jsm.streams.getMessage('DEYE_DLQ', { seq });
    ids.push(message?.header.get('Nats-Msg-Id') ?? '');
  }
  return ids;
}

describe('NatsEventBus in an outage', () => {
  on(
    natsServerTitle('loses nothing that was acknowledged, stores nothing twice and keeps order'),
    async () => {
      const { bus } = await openBus(server.url);
      const stop = new AbortController();
      const lanes = ['A', 'B', 'C'].map((lane) => publishInOrder(bus, lane, stop.signal));
      for (let round = 0; round < 2; round += 1) {
        await clock.sleep(150);
        await server.kill();
        await clock.sleep(100);
        await server.start();
      }
      await clock.sleep(150);
      stop.abort();
      const acked = await Promise.all(lanes);
      const found = await asAdmin(server.url, storedIds);
      const byLane = ['A', 'B', 'C'].map((lane) => found.filter((id) => id.startsWith(lane)));
      expect(byLane).toEqual(acked);
      expect(acked.every((ids) => ids.length > 10)).toBe(true);
      await bus.close();
    },
    20_000,
  );

  on(natsServerTitle('goes on where it was when the server comes back'), async () => {
    const { bus } = await openBus(server.url);
    const heard = bus.subscribe({ subjects: ['deye.v1.dlq.>'] });
    const durable = { stream: 'DEYE_DLQ', durable: 'd', deliver: 'all' } as const;
    const consumer = await bus.consume(durable);
    await bus.publish(letterMessage(1));
    const [first] = await take(consumer, 1);
    first?.ack();
    const next = awaitLetter(consumer, 2);
    await server.kill();
    await server.start();
    await stored(() => bus.publish(letterMessage(2)));
    await next;
    expect(consumer.stats()).toMatchObject({ pending: 0, dead: 0 });
    expect((await take(heard, 2)).map(letterNumber)).toEqual([1, 2]);
    await bus.close();
  });

  on(
    natsServerTitle('waits for a server that is away at the start, and says so once'),
    async () => {
      const admin = openLink(server.url);
      await initBus(admin, busLayout);
      await admin.close();
      await server.kill();
      const log = new RecordingLogger();
      const link = openLink(server.url, { log });
      const bus = new NatsEventBus(link);
      const heard = bus.subscribe({ subjects: ['deye.v1.dlq.>'] });
      const watch = (await bus.keyValue('deye_capabilities')).watch();
      const published = bus.publish(letterMessage(1));
      expect([bus.state, bus.durability]).toEqual(['disconnected', 'process']);
      await clock.sleep(300);
      await server.start();
      expect(await published).toMatchObject({ stream: 'DEYE_DLQ', sequence: 1 });
      expect((await take(heard, 1)).map(letterNumber)).toEqual([1]);
      while (bus.durability === 'process') await clock.sleep(5);
      expect([bus.state, bus.durability]).toEqual(['connected', 'async-R1']);
      const said = log.messages('warn').filter((text) => /does not answer/.test(text));
      expect(said).toHaveLength(1);
      watch.close();
      await bus.close();
    },
  );

  on(
    natsServerTitle('gives a publish up in time, as worth repeating'),
    async () => {
      const link = openLink(server.url);
      const bus = new NatsEventBus(link, 300);
      await link.connected();
      await server.kill();
      const fault = { code: 'BUS_UNAVAILABLE', permanent: false };
      await expect(bus.publish(letterMessage(1))).rejects.toMatchObject(fault);
      await bus.close();
      expect(bus.state).toBe('closed');
    },
    8_000,
  );

  on(
    natsServerTitle('dials anew when a frozen server keeps the connection open'),
    async () => {
      const log = new RecordingLogger();
      const { bus } = await openBus(server.url, { log });
      server.freeze(true);
      // The signal takes a moment to reach a process on the other core.
      await clock.sleep(50);
      const published = bus.publish(letterMessage(1), { msgId: 'x' });
      const silent = 'the bus is silent; reconnecting';
      while (!log.messages('warn').includes(silent)) await clock.sleep(10);
      server.freeze(false);
      const ack = await published;
      expect(ack.sequence).toBe(1);
      expect(await asAdmin(server.url, storedIds)).toEqual(['x']);
      await bus.close();
    },
    10_000,
  );
});
