import { EventEmitter } from 'node:events';
import { LocalEventBus, eventsSubject } from '@daemoneye/collector-core';
import type { EventBatch } from '@daemoneye/collector-core';
import type { Row } from './benchmark.ts';
import { eventBatch } from './event-rows.ts';
import { median } from './median.ts';

export const name = 'LocalEventBus, publish to one subscriber';

const totalEvents = 131_072;
const repetitions = 5;
const subject = eventsSubject('process', 'started', 'a-00000000', 'procmond');

function batchesOf(size: number): readonly EventBatch[] {
  return Array.from({ length: totalEvents / size }, (_, index) =>
    eventBatch(1 + index * size, size),
  );
}

const perSecond = (sinceMs: number): number =>
  totalEvents / ((performance.now() - sinceMs) / 1_000);

async function overBus(batches: readonly EventBatch[]): Promise<number> {
  const bus = LocalEventBus.create();
  const subscription = bus.subscribe({ subjects: ['deye.v1.events.>'] });
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

async function overEmitter(batches: readonly EventBatch[]): Promise<number> {
  const emitter = new EventEmitter();
  let received = 0;
  emitter.on(subject, (body: EventBatch) => {
    received += body.events.length;
  });
  const sinceMs = performance.now();
  for (const body of batches) await Promise.resolve(emitter.emit(subject, body));
  if (received !== totalEvents) throw new Error(`received ${received} of ${totalEvents}`);
  return perSecond(sinceMs);
}

async function measure(size: number): Promise<Row> {
  const bus: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    bus.push(await overBus(batchesOf(size)));
    peer.push(await overEmitter(batchesOf(size)));
  }
  return {
    what: `batches of ${size}, fresh events`,
    value: median(bus),
    unit: 'events/s',
    better: 'more',
    peer: { name: 'EventEmitter, nothing kept', value: median(peer) },
  };
}

export async function run(): Promise<readonly Row[]> {
  return [await measure(64), await measure(256)];
}
