import { describe, expect, test } from '@jest/globals';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import {
  eventsMessage,
  letterMessage,
  resultMessage,
  taskMessage,
} from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const minute = 60_000;

describe('LocalEventBus', () => {
  test('freezes what it passes on, down to the lists of an event', async () => {
    const bus = LocalEventBus.create({ clock: new FakeClock() });
    const message = eventsMessage(1);
    const subscription = bus.subscribe({ subjects: ['>'] });
    await bus.publish(message);
    const [value] = await take(subscription, 1);
    const received = value?.payload;
    expect(received).toBe(message.payload);
    if (received?.kind !== 'events') throw new Error('not a batch');
    const [event] = received.body.events;
    if (event?.domain !== 'process' || !('args' in event)) throw new Error('not a process event');
    for (const part of [received, received.body, received.body.events, event, event.args])
      expect(Object.isFrozen(part)).toBe(true);
    await bus.close();
  });

  test('forgets a message id after the duplicate window', async () => {
    const clock = new FakeClock();
    const bus = LocalEventBus.create({ clock });
    const publish = () => bus.publish(letterMessage(1), { msgId: 'a' });
    await publish();
    await clock.advance(2 * minute - 1);
    expect((await publish()).duplicate).toBe(true);
    await clock.advance(1);
    expect(await publish()).toMatchObject({ duplicate: false, sequence: 2 });
    await bus.close();
  });

  test('removes messages at the age of their stream', async () => {
    const clock = new FakeClock();
    const bus = LocalEventBus.create({ clock });
    const { subject } = taskMessage('t1');
    await bus.publish(taskMessage('t1'));
    await clock.advance(4 * minute);
    await bus.publish(taskMessage('t2'));
    const consumer = await bus.consume({ stream: 'DEYE_TASKS', durable: 'd', deliver: 'all' });
    await clock.advance(6 * minute);
    expect(consumer.stats()).toMatchObject({ evicted: 1, pending: 1 });
    await clock.advance(4 * minute);
    expect(consumer.stats()).toMatchObject({ evicted: 2, pending: 0 });
    expect(await bus.lastOn(subject)).toBeNull();
    await bus.close();
  });

  test('keeps a stream within its bytes, but always the last message', async () => {
    const bus = LocalEventBus.create({ clock: new FakeClock(), replay: { maxBytes: 5_000 } });
    const consumer = await bus.consume({ stream: 'DEYE_RESULTS', durable: 'd', deliver: 'all' });
    const big = { message: 'x'.repeat(2_000) };
    for (let n = 1; n <= 4; n += 1) await bus.publish(resultMessage(`t${n}`, big));
    expect(consumer.stats()).toMatchObject({ evicted: 2, pending: 2 });
    await bus.publish(resultMessage('t5', { message: 'x'.repeat(9_000) }));
    expect(consumer.stats()).toMatchObject({ evicted: 4, pending: 1 });
    await bus.close();
  });

  test('shows subscribers also what the stream refuses or has, as NATS does', async () => {
    const bus = LocalEventBus.create({ clock: new FakeClock() });
    const subscription = bus.subscribe({ subjects: ['>'] });
    await bus.publish(resultMessage('t1'), { msgId: 'a' });
    await bus.publish(resultMessage('t1'), { msgId: 'a' });
    await expect(
      bus.publish(resultMessage('t1'), { expectLastSubjectSequence: 0 }),
    ).rejects.toMatchObject({ code: 'BUS_WRONG_LAST_SEQUENCE' });
    expect(subscription.stats().pending).toBe(3);
    await bus.close();
  });

  test('warns of a dead letter', async () => {
    const log = new RecordingLogger();
    const bus = LocalEventBus.create({ clock: new FakeClock(), log });
    const consumer = await bus.consume({ stream: 'DEYE_RESULTS', durable: 'd', deliver: 'all' });
    await bus.publish(resultMessage('t1'));
    (await take(consumer, 1))[0]?.term('unwanted');
    expect(log.messages('warn')).toEqual(['a message was given up']);
    await bus.close();
  });

  test('states the strength of its promise', () => {
    expect(LocalEventBus.create().durability).toBe('process');
  });
});
