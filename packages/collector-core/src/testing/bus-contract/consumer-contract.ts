import { expect } from '@jest/globals';
import type { ConsumeOptions, Delivery } from '../../bus/event-bus.ts';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { eventsMessage, letterMessage, letterNumber, resultMessage } from './sample-messages.ts';

const letters: ConsumeOptions = { stream: 'DEYE_DLQ', durable: 'd', deliver: 'all' };
const results: ConsumeOptions = { stream: 'DEYE_RESULTS', durable: 'd', deliver: 'all' };

function ackAll(deliveries: readonly Delivery[]): number[] {
  for (const delivery of deliveries) delivery.ack();
  return deliveries.map(letterNumber);
}

/** Durable consumers: position, filters, sharing, limits. */
export const consumerCases: ContractCases = {
  'get what was stored before them, whole and in order, or with `new` what comes after': async ({
    bus,
  }) => {
    const { subject, payload } = eventsMessage(1);
    await bus.publish({ subject, payload });
    const options = { stream: 'DEYE_EV_PROCESS', durable: 'all', deliver: 'all' } as const;
    const all = await bus.consume(options);
    const fresh = await bus.consume({ ...options, durable: 'new', deliver: 'new' });
    await bus.publish(eventsMessage(2));
    const seen = await take(all, 2);
    expect(seen[0]).toMatchObject({ subject, payload, sequence: 1, deliveries: 1 });
    expect(seen[1]?.sequence).toBe(2);
    expect((await take(fresh, 1))[0]?.sequence).toBe(2);
  },

  'go on behind the last acknowledgement after a close': async ({ bus }) => {
    for (let n = 1; n <= 3; n += 1) await bus.publish(letterMessage(n));
    const first = await bus.consume(letters);
    expect(ackAll(await take(first, 2))).toEqual([1, 2]);
    await first.close();
    expect(await take(first, 1)).toEqual([]);
    await bus.publish(letterMessage(4));
    const second = await bus.consume(letters);
    expect(ackAll(await take(second, 2))).toEqual([3, 4]);
  },

  'are closed by leaving the loop over them': async ({ bus }) => {
    for (let n = 1; n <= 2; n += 1) await bus.publish(letterMessage(n));
    const first = await bus.consume(letters);
    for await (const delivery of first) {
      delivery.ack();
      break;
    }
    expect(await take(first, 1)).toEqual([]);
    expect(ackAll(await take(await bus.consume(letters), 1))).toEqual([2]);
  },

  'of one durable share the messages': async ({ bus }) => {
    const members = [await bus.consume(letters), await bus.consume(letters)];
    const taking = members.map((member) => take(member, 1));
    await bus.publish(letterMessage(1));
    await bus.publish(letterMessage(2));
    const numbers = (await Promise.all(taking)).flat().map(letterNumber);
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2]);
  },

  'of different durables each get everything': async ({ bus }) => {
    await bus.publish(letterMessage(1));
    const a = await bus.consume(letters);
    const b = await bus.consume({ ...letters, durable: 'e' });
    expect(ackAll(await take(a, 1))).toEqual([1]);
    expect(ackAll(await take(b, 1))).toEqual([1]);
  },

  'get the subjects that they ask for alone': async ({ bus }) => {
    await bus.publish(letterMessage(1, 'A'));
    await bus.publish(letterMessage(2, 'B'));
    await bus.publish(letterMessage(3, 'A'));
    const consumer = await bus.consume({ ...letters, subjects: ['deye.v1.dlq.A'] });
    expect(consumer.stats().pending).toBe(2);
    expect(ackAll(await take(consumer, 2))).toEqual([1, 3]);
  },

  'have at most `maxAckPending` deliveries out': async ({ bus }) => {
    for (let n = 1; n <= 3; n += 1) await bus.publish(letterMessage(n));
    const consumer = await bus.consume({ ...letters, maxAckPending: 2 });
    const [first] = await take(consumer, 2);
    const third = take(consumer, 1);
    expect(consumer.stats()).toMatchObject({ delivered: 2, pending: 1 });
    first?.ack();
    expect((await third).map(letterNumber)).toEqual([3]);
  },

  'count what the limits of the stream took from them': async ({ bus, streamMessages }) => {
    await (await bus.consume(results)).close();
    for (let n = 1; n <= streamMessages + 3; n += 1) await bus.publish(resultMessage(`t${n}`));
    const consumer = await bus.consume(results);
    const [first] = await take(consumer, 1);
    expect(first?.sequence).toBe(4);
    expect(consumer.stats()).toMatchObject({ evicted: 3, pending: streamMessages - 1 });
  },

  'of a stream that does not exist are refused': async ({ bus }) => {
    await expect(bus.consume({ ...letters, stream: 'NONE' })).rejects.toMatchObject({
      code: 'BUS_STREAM_UNKNOWN',
    });
  },

  'that ask for subjects of another stream, or for other settings of a durable, are refused':
    async ({ bus }) => {
      await bus.consume(letters);
      await expect(
        bus.consume({ ...letters, durable: 'e', subjects: ['deye.v1.tasks.>'] }),
      ).rejects.toMatchObject({ code: 'BUS_CONSUMER_REFUSED' });
      await expect(bus.consume({ ...letters, maxDeliver: 9 })).rejects.toMatchObject({
        code: 'BUS_CONSUMER_DIFFERS',
      });
    },
};
