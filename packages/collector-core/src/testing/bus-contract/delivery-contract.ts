import { expect } from '@jest/globals';
import type { ConsumeOptions, EventBus } from '../../bus/event-bus.ts';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { letterMessage, resultMessage, taskMessage } from './sample-messages.ts';

const results: ConsumeOptions = { stream: 'DEYE_RESULTS', durable: 'd', deliver: 'all' };
const tasks: ConsumeOptions = { stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' };

/** The dead letter of the one message that was given up. */
async function nextLetter(bus: EventBus): Promise<unknown> {
  const consumer = await bus.consume({ stream: 'DEYE_DLQ', durable: 'l', deliver: 'all' });
  const [letter] = await take(consumer, 1);
  return { subject: letter?.subject, ...letter?.payload };
}

/** What becomes of a delivery. */
export const deliveryCases: ContractCases = {
  'that are not acknowledged in time come again': async ({ bus, advance, ackWaitMs }) => {
    const consumer = await bus.consume({ ...results, ackWaitMs });
    await bus.publish(resultMessage('t1'));
    expect((await take(consumer, 1))[0]?.deliveries).toBe(1);
    await advance(ackWaitMs * 1.2);
    const [again] = await take(consumer, 1);
    again?.ack();
    expect(again).toMatchObject({ sequence: 1, deliveries: 2 });
    expect(consumer.stats()).toMatchObject({ delivered: 2, redelivered: 1, acked: 1 });
  },

  'of a closed consumer come to the next one of the durable': async ({
    bus,
    advance,
    ackWaitMs,
  }) => {
    await bus.publish(resultMessage('t1'));
    const first = await bus.consume({ ...results, ackWaitMs });
    await take(first, 1);
    await first.close();
    const second = await bus.consume({ ...results, ackWaitMs });
    await advance(ackWaitMs * 1.2);
    expect((await take(second, 1))[0]).toMatchObject({ sequence: 1, deliveries: 2 });
  },

  'that are refused come again at once, or after the delay': async ({
    bus,
    advance,
    ackWaitMs,
  }) => {
    const consumer = await bus.consume({ ...results, ackWaitMs: ackWaitMs * 10 });
    await bus.publish(resultMessage('t1'));
    const [first] = await take(consumer, 1);
    first?.nak();
    const [second] = await take(consumer, 1);
    expect(second?.deliveries).toBe(2);
    second?.nak(ackWaitMs);
    await bus.publish(resultMessage('t2'));
    expect((await take(consumer, 1))[0]?.sequence).toBe(2);
    await advance(ackWaitMs * 1.2);
    expect((await take(consumer, 1))[0]).toMatchObject({ sequence: 1, deliveries: 3 });
  },

  'are settled by the first of ack, nak and term': async ({ bus }) => {
    const consumer = await bus.consume(results);
    await bus.publish(resultMessage('t1'));
    const [first] = await take(consumer, 1);
    first?.ack();
    first?.nak();
    first?.term('late');
    await bus.publish(resultMessage('t2'));
    expect((await take(consumer, 1))[0]?.sequence).toBe(2);
    expect(consumer.stats()).toMatchObject({ acked: 1, dead: 0, redelivered: 0 });
  },

  'that are refused `maxDeliver` times become a dead letter, and the next message follows': async ({
    bus,
  }) => {
    const consumer = await bus.consume({ ...results, maxDeliver: 2 });
    const poison = resultMessage('t1');
    await bus.publish(poison);
    for (let n = 1; n <= 2; n += 1) (await take(consumer, 1))[0]?.nak();
    expect(await nextLetter(bus)).toMatchObject({
      subject: 'deye.v1.dlq.DEYE_RESULTS',
      kind: 'dead_letter',
      body: { stream: 'DEYE_RESULTS', subject: poison.subject, sequence: 1, deliveries: 2 },
    });
    await bus.publish(resultMessage('t2'));
    expect((await take(consumer, 1))[0]?.sequence).toBe(2);
    expect(consumer.stats().dead).toBe(1);
  },

  'that end with term become a dead letter with its reason': async ({ bus }) => {
    const consumer = await bus.consume(results);
    await bus.publish(resultMessage('t1'));
    (await take(consumer, 1))[0]?.term('unreadable');
    expect(await nextLetter(bus)).toMatchObject({
      body: { sequence: 1, deliveries: 1, reason: 'unreadable' },
    });
  },

  'of dead letters that die make no further dead letter': async ({ bus }) => {
    const consumer = await bus.consume({ ...results, stream: 'DEYE_DLQ' });
    await bus.publish(letterMessage(1));
    (await take(consumer, 1))[0]?.term('again');
    await bus.publish(letterMessage(2));
    expect((await take(consumer, 1))[0]?.payload).toEqual(letterMessage(2).payload);
  },
};

/** A stream that forgets what is done. */
export const workQueueCases: ContractCases = {
  'gives a message to one consumer and forgets it at the acknowledgement': async ({ bus }) => {
    await bus.publish(taskMessage('t1'));
    await bus.publish(taskMessage('t2'));
    const consumer = await bus.consume(tasks);
    (await take(consumer, 1))[0]?.ack();
    (await take(consumer, 1))[0]?.term('unwanted');
    await nextLetter(bus);
    expect(await bus.lastOn(taskMessage('t1').subject)).toBeNull();
  },

  'refuses durables that overlap, or that do not begin at the beginning': async ({ bus }) => {
    const refused = { code: 'BUS_CONSUMER_REFUSED' };
    const of = (durable: string, subject: string): ConsumeOptions => {
      return { ...tasks, durable, subjects: [subject] };
    };
    await bus.consume(of('a', 'deye.v1.tasks.web_1.procmond.*'));
    await bus.consume(of('b', 'deye.v1.tasks.web_1.netmond.*'));
    await expect(bus.consume(of('c', 'deye.v1.tasks.web_1.*.binary_hash'))).rejects.toMatchObject(
      refused,
    );
    await expect(bus.consume({ ...tasks, durable: 'e' })).rejects.toMatchObject(refused);
    await expect(
      bus.consume({ ...of('f', 'deye.v1.tasks.web_2.>'), deliver: 'new' }),
    ).rejects.toMatchObject(refused);
  },
};
