import { setTimeout as sleep } from 'node:timers/promises';
import {
  Collector,
  CollectionEvent,
  CollectorConfig,
  LocalEventBus,
  SourceCaps,
  SystemClock,
  createLogger,
  createMetricRegistry,
} from '@daemoneye/collector-core';
import type { EventSource, SourceContext } from '@daemoneye/collector-core';
import { slope } from './slope.ts';
import type { Point } from './slope.ts';

export const name = 'Collector and LocalEventBus, 1 000 events/s';

const eventsPerTick = 10;
const tickMs = 10;
const sampleMs = 1_000;

async function emitSteadily(context: SourceContext): Promise<void> {
  context.ready({ tier: 'made', rank: 1, lossy: false, reason: null, remedy: null });
  const sinceMs = performance.now();
  for (let emitted = 0; !context.signal.aborted;) {
    const due = Math.floor((performance.now() - sinceMs) / tickMs) * eventsPerTick;
    for (; emitted < due; emitted += 1)
      await context.emit(
        CollectionEvent.process({
          type: 'process.started',
          time: BigInt(Date.now()) * 1_000_000n,
          pid: 1 + (emitted % 30_000),
          source_tier: 'made',
        }),
      );
    await sleep(tickMs);
  }
}

const source: EventSource = { name: 'made', caps: SourceCaps.PROCESS, run: emitSteadily };

/** RSS over time; the first half, in which the buffers fill and the code is compiled, is left out of the slope. */
async function sampleMemory(durationMs: number): Promise<readonly Point[]> {
  const sinceMs = performance.now();
  const points: Point[] = [];
  while (performance.now() - sinceMs < durationMs) {
    await sleep(Math.min(sampleMs, durationMs));
    points.push({
      x: (performance.now() - sinceMs) / 60_000,
      y: process.memoryUsage.rss() / 2 ** 20,
    });
  }
  return points.slice(Math.floor(points.length / 2));
}

export async function run(durationMs: number): Promise<readonly string[]> {
  const bus = LocalEventBus.create();
  const collector = Collector.new(CollectorConfig.new(), {
    name: 'made',
    host: { token: 'a-00000000', name: 'a', bootId: '00000000-0000-0000-0000-000000000000' },
    bus,
    clock: new SystemClock(),
    log: createLogger({ name: 'made', level: 'error' }),
    metrics: createMetricRegistry(),
  }).register(source);
  const stop = new AbortController();
  const cpu = process.cpuUsage();
  const sinceMs = performance.now();
  const running = collector.run(stop.signal);
  const memory = await sampleMemory(durationMs);
  const { user, system } = process.cpuUsage(cpu);
  const tookMs = performance.now() - sinceMs;
  stop.abort();
  const report = await running;
  await bus.close();
  return [
    `events      ${report.lastSeq} numbered, ${report.delivered} delivered, ${report.shed} shed, ${report.abandonedEvents} abandoned`,
    `CPU         ${((user + system) / 10 / tookMs).toFixed(1)} % of one core`,
    `RSS         ${memory.at(-1)?.y.toFixed(0) ?? '-'} MiB at the end`,
    `RSS slope   ${slope(memory).toFixed(2)} MiB/min in the second half`,
  ];
}
