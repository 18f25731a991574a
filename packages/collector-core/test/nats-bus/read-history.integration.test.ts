import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NatsEventBus } from '../../src/nats-bus/nats-event-bus.ts';
import type { NatsLink } from '../../src/nats-bus/nats-link.ts';
import { readHistory } from '../../src/nats-bus/read-history.ts';
import type { HistoryOptions } from '../../src/nats-bus/read-history.ts';
import {
  eventsMessage,
  resultMessage,
  taskMessage,
} from '../../src/testing/bus-contract/sample-messages.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { openBus } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
let server: NatsTestServer;
let link: NatsLink;
let bus: NatsEventBus;

beforeEach(async () => {
  if (skipsNatsServer()) return;
  server = await NatsTestServer.start();
  ({ bus, link } = await openBus(server.url));
});
afterEach(async () => {
  if (skipsNatsServer()) return;
  await bus.close();
  await server.stop();
});

async function read(options: HistoryOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const { sequence, stream } of readHistory(link, options))
    found.push(`${stream} ${sequence}`);
  return found;
}

const everything = ['deye.v1.>'];

describe('readHistory', () => {
  on(natsServerTitle('reads nothing of streams that are empty'), async () => {
    expect(await read({ subjects: everything })).toEqual([]);
    expect(await read({ subjects: everything, since: 1n })).toEqual([]);
  });

  on(natsServerTitle('reads more than a page in the order of the stream'), async () => {
    const count = 600;
    await Promise.all(
      Array.from({ length: count }, (_, index) => bus.publish(resultMessage(`t${index}`))),
    );
    const wanted = Array.from({ length: count }, (_, index) => `DEYE_RESULTS ${index + 1}`);
    expect(await read({ subjects: ['deye.v1.results.>'] })).toEqual(wanted);
  });

  on(natsServerTitle('leaves the tasks of a work queue to who serves them'), async () => {
    const message = taskMessage('t1');
    await bus.publish(message);
    expect(await read({ subjects: everything })).toEqual(['DEYE_TASKS 1']);
    const consumer = await bus.consume({ stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' });
    for await (const delivery of consumer) {
      expect(delivery).toMatchObject({ ...message, sequence: 1, deliveries: 1 });
      delivery.ack();
      break;
    }
  });

  on(natsServerTitle('reads what matches, from a time on'), async () => {
    await bus.publish(resultMessage('early'));
    await bus.publish(eventsMessage(1));
    const since = BigInt(Date.now()) * 1_000_000n + 2_000_000n;
    while (BigInt(Date.now()) * 1_000_000n <= since + 2_000_000n)
      await new Promise((resolve) => setImmediate(resolve));
    await bus.publish(resultMessage('late'));
    await bus.publish(eventsMessage(2));
    const subjects = ['deye.v1.results.*.*.*.late', 'deye.v1.results.*.*.*.early'];
    expect(await read({ subjects })).toEqual(['DEYE_RESULTS 1', 'DEYE_RESULTS 2']);
    expect(await read({ subjects, since })).toEqual(['DEYE_RESULTS 2']);
    expect(await read({ subjects: everything, since })).toEqual([
      'DEYE_EV_PROCESS 2',
      'DEYE_RESULTS 2',
    ]);
  });
});
