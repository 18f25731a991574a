import { expect } from '@jest/globals';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { eventsMessage, letterMessage, letterNumber, resultMessage } from './sample-messages.ts';

const subjects = ['deye.v1.dlq.>'];

/** Live subscriptions: sharing, order, bounds. */
export const subscriptionCases: ContractCases = {
  'give every subscriber each message, whole and in order': async ({ bus }) => {
    const messages = [eventsMessage(1), resultMessage('t1'), letterMessage(3)];
    const both = [1, 2].map(() => bus.subscribe({ subjects: ['deye.v1.>'] }));
    for (const message of messages) await bus.publish(message);
    const received = await Promise.all(both.map((one) => take(one, 3)));
    expect(received).toEqual([messages, messages]);
  },

  'give nothing that was published before them': async ({ bus }) => {
    await bus.publish(letterMessage(1));
    const subscription = bus.subscribe({ subjects });
    await bus.publish(letterMessage(2));
    expect((await take(subscription, 1)).map(letterNumber)).toEqual([2]);
  },

  'of one queue group share the messages, and every group gets all': async ({ bus }) => {
    const count = 60;
    const group = (queue: string) => [1, 2].map(() => bus.subscribe({ subjects, queue }));
    const groups = [group('a'), group('b')];
    const heard = groups.map((members) => members.map((): number[] => []));
    const loops = groups.flatMap((members, g) =>
      members.map(async (member, m) => {
        for await (const message of member) heard[g]?.[m]?.push(letterNumber(message));
      }),
    );
    for (let n = 1; n <= count; n += 1) await bus.publish(letterMessage(n));
    await bus.close();
    await Promise.all(loops);
    const all = Array.from({ length: count }, (_, index) => index + 1);
    for (const members of heard) {
      expect(members.flat().toSorted((a, b) => a - b)).toEqual(all);
      expect(members.every((numbers) => numbers.length > 0)).toBe(true);
    }
  },

  'of a queue group take over from one that is closed': async ({ bus }) => {
    const members = [1, 2].map(() => bus.subscribe({ subjects, queue: 'a' }));
    for (let n = 1; n <= 4; n += 1) await bus.publish(letterMessage(n));
    const [closed, open] = members;
    closed?.close();
    for (let n = 5; n <= 8; n += 1) await bus.publish(letterMessage(n));
    await bus.close();
    const heard = await Promise.all(members.map((member) => take(member, 8)));
    const numbers = heard.flat().map(letterNumber);
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(open?.stats().delivered).toBeGreaterThanOrEqual(4);
  },

  'that are slow keep the latest of their buffer and count the rest': async ({ bus, advance }) => {
    const slow = bus.subscribe({ subjects, bufferMessages: 3 });
    const quick = bus.subscribe({ subjects });
    for (let n = 1; n <= 8; n += 1) await bus.publish(letterMessage(n));
    await take(quick, 8);
    await advance(0);
    expect(slow.stats()).toEqual({ delivered: 0, pending: 3, dropped: 5 });
    expect((await take(slow, 3)).map(letterNumber)).toEqual([6, 7, 8]);
    expect(slow.stats()).toEqual({ delivered: 3, pending: 0, dropped: 5 });
  },

  'end when they are closed, others go on': async ({ bus }) => {
    const closed = bus.subscribe({ subjects });
    const open = bus.subscribe({ subjects });
    closed.close();
    closed.close();
    await bus.publish(letterMessage(1));
    expect(await take(closed, 1)).toEqual([]);
    expect((await take(open, 1)).map(letterNumber)).toEqual([1]);
  },
};
