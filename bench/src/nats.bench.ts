import { setTimeout as sleep } from 'node:timers/promises';
import {
  CollectionEvent,
  Collector,
  CollectorConfig,
  NatsEventBus,
  NatsLink,
  SourceCaps,
  SystemClock,
  busLayout,
  createLogger,
  createMetricRegistry,
  eventsSubject,
  initBus,
} from '@daemoneye/collector-core';
import type { EventBus, EventSource } from '@daemoneye/collector-core';
import type { Row } from './benchmark.ts';
import { eventBatch } from './event-rows.ts';
import { startNats } from './nats-process.ts';

export const name = 'NATS JetStream, file storage';

const clock = new SystemClock();
const log = createLogger({ name: 'bench', level: 'error' });
const host = { token: 'a-00000000', name: 'a', bootId: '00000000-0000-0000-0000-000000000000' };
const subject = eventsSubject({
  domain: 'process',
  verb: 'started',
  host: host.token,
  collector: 'procmond',
});
const tick = 5;

/** Events a second, each message acknowledged before the next one leaves, as the runtime does on one subject. */
async function publishRate(bus: EventBus, messages: number, size: number): Promise<number> {
  const since = performance.now();
  for (let index = 0; index < messages; index += 1) {
    const body = eventBatch(1 + index * size, size);
    await bus.publish({ subject, payload: { kind: 'events', body } });
  }
  return (messages * size * 1_000) / (performance.now() - since);
}

/** Publishes and consumes durably in this process; the CPU is that of both ends. */
async function endToEnd(bus: EventBus, messages: number, size: number): Promise<readonly Row[]> {
  const consumer = await bus.consume({
    stream: 'DEYE_EV_PROCESS',
    durable: 'bench',
    deliver: 'new',
  });
  const total = messages * size;
  const cpu = process.cpuUsage();
  const since = performance.now();
  let received = 0;
  const reading = (async () => {
    for await (const delivery of consumer) {
      if (delivery.payload.kind === 'events') received += delivery.payload.body.events.length;
      delivery.ack();
      if (received >= total) break;
    }
  })();
  await publishRate(bus, messages, size);
  await reading;
  const rate = (total * 1_000) / (performance.now() - since);
  const { user, system } = process.cpuUsage(cpu);
  await consumer.close();
  return [
    {
      what: `publish → durable consumer, batches of ${size}`,
      value: rate,
      unit: 'events/s',
      better: 'more',
    },
    {
      what: 'CPU of both ends',
      value: ((user + system) * 1_000) / total,
      unit: 'ns/event',
      better: 'less',
    },
  ];
}

function pacedSource(perSecond: number, seconds: number): EventSource {
  return {
    name: 'paced',
    caps: SourceCaps.PROCESS,
    async run(context) {
      context.ready({ tier: 'made', rank: 1, lossy: false, reason: null, remedy: null });
      const since = performance.now();
      for (let emitted = 0; !context.signal.aborted && emitted < perSecond * seconds;) {
        const due = Math.floor(((performance.now() - since) / 1_000) * perSecond);
        for (; emitted < due; emitted += 1) {
          const given = { pid: 1 + (emitted % 30_000), source_tier: 'made' };
          await context.emit(
            CollectionEvent.process({ type: 'process.started', time: clock.now(), ...given }),
          );
        }
        await sleep(tick);
      }
      await new Promise<void>((resolve) => {
        context.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}

/** Milliseconds from `emit` to the consumer, through the whole runtime. */
async function latency(bus: EventBus, perSecond: number, seconds: number): Promise<readonly Row[]> {
  const consumer = await bus.consume({
    stream: 'DEYE_EV_PROCESS',
    durable: `paced-${perSecond}`,
    deliver: 'new',
  });
  const collector = Collector.new(CollectorConfig.new(), {
    name: 'procmond',
    host,
    bus,
    clock,
    log,
    metrics: createMetricRegistry(),
  }).register(pacedSource(perSecond, seconds));
  const stop = new AbortController();
  const running = collector.run(stop.signal);
  const times: number[] = [];
  for await (const delivery of consumer) {
    const now = clock.now();
    if (delivery.payload.kind === 'events')
      for (const event of delivery.payload.body.events)
        if (event.type === 'process.started') times.push(Number(now - event.time) / 1_000);
    delivery.ack();
    if (times.length >= perSecond * seconds) break;
  }
  stop.abort();
  await running;
  await consumer.close();
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  const what = `emit → consumer at ${perSecond} events/s`;
  return [
    { what: `${what}, p50`, value: at(0.5), unit: 'µs', better: 'less' },
    { what: `${what}, p99`, value: at(0.99), unit: 'µs', better: 'less' },
  ];
}

export async function run(): Promise<readonly Row[]> {
  const server = await startNats();
  if (server === null) return [];
  const link = NatsLink.open({ servers: [server.url], name: 'bench', clock, log });
  const bus = new NatsEventBus(link);
  try {
    await initBus(link, busLayout);
    await publishRate(bus, 500, 1);
    const single = await publishRate(bus, 4_000, 1);
    const batched = await publishRate(bus, 400, 256);
    return [
      {
        what: 'acknowledged publish, batches of 256',
        value: batched,
        unit: 'events/s',
        better: 'more',
        peer: { name: 'one event a message', value: single },
      },
      ...(await endToEnd(bus, 400, 256)),
      ...(await latency(bus, 1_000, 5)),
      ...(await latency(bus, 10_000, 5)),
    ];
  } finally {
    await bus.close();
    await server.stop();
  }
}
