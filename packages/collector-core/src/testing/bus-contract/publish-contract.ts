import { expect } from '@jest/globals';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { letterMessage, letterNumber, resultMessage, taskMessage } from './sample-messages.ts';

const full = { code: 'BUS_STREAM_FULL', permanent: false };
const wrongLast = { code: 'BUS_WRONG_LAST_SEQUENCE' };

/** What a resolved publish promises. */
export const publishCases: ContractCases = {
  'numbers the messages of each stream from 1': async ({ bus }) => {
    const acks = [
      await bus.publish(letterMessage(1)),
      await bus.publish(resultMessage('t1')),
      await bus.publish(letterMessage(2)),
    ];
    expect(acks).toEqual([
      { stream: 'DEYE_DLQ', sequence: 1, duplicate: false },
      { stream: 'DEYE_RESULTS', sequence: 1, duplicate: false },
      { stream: 'DEYE_DLQ', sequence: 2, duplicate: false },
    ]);
  },

  'stores a message id once, and acknowledges it again with the same sequence': async ({ bus }) => {
    const first = await bus.publish(letterMessage(1), { msgId: 'a' });
    const again = await bus.publish(letterMessage(2), { msgId: 'a' });
    const other = await bus.publish(letterMessage(3), { msgId: 'b' });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(other).toEqual({ stream: 'DEYE_DLQ', sequence: 2, duplicate: false });
  },

  'with an expectation of 0 stores the first message of a subject alone': async ({ bus }) => {
    const options = { expectLastSubjectSequence: 0 };
    await bus.publish(resultMessage('t1'), options);
    await expect(bus.publish(resultMessage('t1'), options)).rejects.toMatchObject(wrongLast);
    const other = await bus.publish(resultMessage('t2'), options);
    expect(other.sequence).toBe(2);
  },

  'with an expectation stores the successor of that message alone': async ({ bus }) => {
    const { sequence } = await bus.publish(resultMessage('t1'));
    await bus.publish(resultMessage('t2'));
    const options = { expectLastSubjectSequence: sequence };
    await bus.publish(resultMessage('t1'), options);
    await expect(bus.publish(resultMessage('t1'), options)).rejects.toMatchObject(wrongLast);
  },

  'that was refused does not use up its message id': async ({ bus }) => {
    const { sequence } = await bus.publish(resultMessage('t1'));
    const wrong = { msgId: 'a', expectLastSubjectSequence: 0 };
    await expect(bus.publish(resultMessage('t1'), wrong)).rejects.toMatchObject(wrongLast);
    const right = { msgId: 'a', expectLastSubjectSequence: sequence };
    expect((await bus.publish(resultMessage('t1'), right)).duplicate).toBe(false);
  },

  'is refused by a full work queue until a message is acknowledged': async ({
    bus,
    advance,
    streamMessages,
  }) => {
    for (let n = 1; n <= streamMessages; n += 1) await bus.publish(taskMessage(`t${n}`));
    await expect(bus.publish(taskMessage('late'))).rejects.toMatchObject(full);
    const consumer = await bus.consume({ stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' });
    (await take(consumer, 1))[0]?.ack();
    // The acknowledgement and the publish travel on different ways.
    await expect(
      retried(advance, () => bus.publish(taskMessage('late')).then(() => 'stored')),
    ).resolves.toBe('stored');
  },
};

/** Reading back. */
export const lastOnCases: ContractCases = {
  'is the last message of the very subject, or null': async ({ bus }) => {
    await bus.publish(letterMessage(1, 'A'));
    await bus.publish(letterMessage(2, 'A'));
    await bus.publish(letterMessage(3, 'B'));
    const last = await bus.lastOn('deye.v1.dlq.A');
    expect(last).toMatchObject({ stream: 'DEYE_DLQ', subject: 'deye.v1.dlq.A', sequence: 2 });
    expect(last === null ? null : letterNumber(last)).toBe(2);
    expect(await bus.lastOn('deye.v1.dlq.C')).toBeNull();
  },
};

async function retried<T>(
  advance: (ms: number) => Promise<void>,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt < 50; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await call();
    } catch {
      // oxlint-disable-next-line no-await-in-loop
      await advance(10);
    }
  }
  return call();
}
