import { expect } from '@jest/globals';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { letterMessage, letterNumber } from './sample-messages.ts';

const closed = { code: 'BUS_CLOSED' };

/** The end of a bus. */
export const closeCases: ContractCases = {
  'delivers to subscribers what is under way, then ends every iteration': async ({ bus }) => {
    const subscription = bus.subscribe({ subjects: ['deye.v1.dlq.>'] });
    const consumer = await bus.consume({ stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' });
    const watch = (await bus.keyValue('deye_capabilities')).watch();
    const waiting = [take(consumer, 1), take(watch, 1)];
    await bus.publish(letterMessage(1));
    await bus.publish(letterMessage(2));
    await bus.close();
    expect((await take(subscription, 5)).map(letterNumber)).toEqual([1, 2]);
    expect(await Promise.all(waiting)).toEqual([[], []]);
  },

  'may be called twice, and refuses everything afterwards': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    expect(bus.state).toBe('connected');
    await bus.close();
    await bus.close();
    expect(bus.state).toBe('closed');
    await expect(bus.publish(letterMessage(1))).rejects.toMatchObject(closed);
    await expect(bus.lastOn('deye.v1.dlq.A')).rejects.toMatchObject(closed);
    await expect(bus.keyValue('deye_capabilities')).rejects.toMatchObject(closed);
    await expect(keys.get('web_1.procmond')).rejects.toMatchObject(closed);
    const options = { stream: 'DEYE_DLQ', durable: 'd', deliver: 'all' } as const;
    await expect(bus.consume(options)).rejects.toMatchObject(closed);
    expect(() => bus.subscribe({ subjects: ['>'] })).toThrow(expect.objectContaining(closed));
  },
};
