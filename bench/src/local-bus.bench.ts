import { MessageChannel } from 'node:worker_threads';
import { LocalEventBus, eventsSubject } from '@daemoneye/collector-core';
import type { EventBatch } from '@daemoneye/collector-core';
import type { Row } from './benchmark.ts';
import { eventBatch } from './event-rows.ts';
import { median } from './median.ts';

export const name = 'LocalEventBus, publish to one subscriber';

const totalEvents = 131_072;
const repetitions = 3;
const subject = eventsSubject({
  domain: 'process',
  verb: 'started',
  host: 'a-00000000',
  collector: 'procmond',
});

function batchesOf(size: number): readonly EventBatch[] {
  return Array.from({ length: totalEvents / size }, (_, index) =>
    eventBatch(1 + index * size, size),
  );
}

const perSecond = (sinceMs: number): number =>
  totalEvents / ((performance.now() - sinceMs) / 1_000);

async function overBus(batches: readonly EventBatch[]): Promise<number> {
  const bus = LocalEventBus.create();
  const subscription = bus.subscribe({
    subjects: ['deye.v1.events.>'],
    bufferMessages: batches.length,
  });
  let received = 0;
  const sinceMs = performance.now();
  const reading = (async () => {
    for await (const { payload } of subscription) {
      if (payload.kind === 'events') received += payload.body.events.length;
      if (received === totalEvents) break;
    }
  })();
  for (const body of batches) await bus.publish({ subject, payload: { kind: 'events', body } });
  await reading;
  const rate = perSecond(sinceMs);
  await bus.close();
  return rate;
}

/** Node's own way to hand values on without sharing them: each batch is cloned, nothing is kept. */
async function overMessagePort(batches: readonly EventBatch[]): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  const sinceMs = performance.now();
  await new Promise<void>((resolve) => {
    let received = 0;
    port2.on('message', (body: EventBatch) => {
      received += body.events.length;
      if (received === totalEvents) resolve();
    });
    for (const body of batches) port1.postMessage(body);
  });
  const rate = perSecond(sinceMs);
  port1.close();
  return rate;
}

async function measure(size: number): Promise<Row> {
  const bus: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    bus.push(await overBus(batchesOf(size)));
    peer.push(await overMessagePort(batchesOf(size)));
  }
  return {
    what: `batches of ${size}, fresh events`,
    value: median(bus),
    unit: 'events/s',
    better: 'more',
    peer: { name: 'MessagePort, cloned, nothing kept', value: median(peer) },
  };
}

export async function run(): Promise<readonly Row[]> {
  return [await measure(64), await measure(256)];
}
