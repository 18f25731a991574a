import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ConsumerStats, Delivery } from '../../src/bus/event-bus.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import { resultMessage } from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';

type Step = 'publish' | 'take' | 'ack' | 'nak' | 'nak later' | 'term' | 'wait';

const step = fc.constantFrom<Step>(
  'publish',
  'publish',
  'take',
  'take',
  'ack',
  'nak',
  'nak later',
  'term',
  'wait',
);
const options = {
  stream: 'DEYE_RESULTS',
  durable: 'd',
  deliver: 'all',
  ackWaitMs: 1_000,
  maxDeliver: 2,
  maxAckPending: 4,
} as const;

interface Account {
  readonly published: number;
  readonly stats: ConsumerStats;
  readonly letters: number;
}

/** Runs the steps, then acknowledges everything that can still be had. */
async function runSteps(steps: readonly Step[]): Promise<Account> {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock, replay: { maxMessages: 5 } });
  const letters = bus.subscribe({ subjects: ['deye.v1.dlq.>'] });
  const consumer = await bus.consume(options);
  const held: Delivery[] = [];
  let published = 0;
  for (const one of steps) {
    if (one === 'publish') {
      published += 1;
      await bus.publish(resultMessage(`t${published}`));
    } else if (one === 'take') void take(consumer, 1).then((taken) => held.push(...taken));
    else if (one === 'wait') await clock.advance(700);
    else if (one === 'ack') held.shift()?.ack();
    else if (one === 'nak') held.shift()?.nak();
    else if (one === 'nak later') held.shift()?.nak(500);
    else held.shift()?.term('unwanted');
    await clock.advance(0);
  }
  for (const delivery of held) delivery.ack();
  await consumer.close();
  const rest = await bus.consume(options);
  const draining = (async () => {
    for await (const delivery of rest) delivery.ack();
  })();
  await clock.advance(5_000);
  const stats = rest.stats();
  await bus.close();
  await draining;
  return { published, stats, letters: letters.stats().pending };
}

describe('Durable', () => {
  test('accounts for every message: acknowledged, dead or evicted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { published, stats, letters } = await runSteps(steps);
        expect(stats.acked + stats.dead + stats.evicted).toBe(published);
        expect(stats.pending).toBe(0);
        expect(letters).toBe(stats.dead);
        expect(stats.delivered - stats.redelivered).toBeLessThanOrEqual(published);
      }),
      { numRuns: 150 },
    );
  });

  test('counts a message as evicted that is to come again and is gone', async () => {
    const clock = new FakeClock();
    const bus = LocalEventBus.create({ clock, replay: { maxMessages: 2 } });
    const consumer = await bus.consume(options);
    await bus.publish(resultMessage('t1'));
    const [first] = await take(consumer, 1);
    await bus.publish(resultMessage('t2'));
    await bus.publish(resultMessage('t3'));
    first?.nak();
    expect((await take(consumer, 1))[0]?.sequence).toBe(2);
    expect(consumer.stats()).toMatchObject({ evicted: 1, delivered: 2, redelivered: 0 });
    await bus.close();
  });

  test('takes a refusal of the latest delivery alone', async () => {
    const clock = new FakeClock();
    const bus = LocalEventBus.create({ clock });
    const consumer = await bus.consume({ ...options, maxDeliver: 5 });
    await bus.publish(resultMessage('t1'));
    const [first] = await take(consumer, 1);
    await clock.advance(1_000);
    const [second] = await take(consumer, 1);
    first?.nak();
    await bus.publish(resultMessage('t2'));
    expect((await take(consumer, 1))[0]?.sequence).toBe(2);
    second?.nak();
    expect((await take(consumer, 1))[0]).toMatchObject({ sequence: 1, deliveries: 3 });
    await bus.close();
  });

  test('leaves no timer behind a closed bus', async () => {
    const clock = new FakeClock();
    const bus = LocalEventBus.create({ clock });
    const consumer = await bus.consume(options);
    await bus.publish(resultMessage('t1'));
    await take(consumer, 1);
    expect(clock.pendingTimers).toBeGreaterThan(0);
    await bus.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
