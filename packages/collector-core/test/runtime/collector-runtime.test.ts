import { describe, expect, test } from '@jest/globals';
import { SourceCaps } from '../../src/model/source-caps.ts';
import type { EventSource, SourceContext } from '../../src/source/event-source.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { aCollector, aSource, tier, untilAborted } from './collector-fixture.ts';
import { covered, upTo } from './cover.ts';

describe('CollectorRuntime', () => {
  test('refuses the 17th source on the default of 16, and takes it with 32', () => {
    const sources = Array.from({ length: 17 }, (_, i) => aSource(`s${i}`));
    const { collector } = aCollector();
    for (const source of sources.slice(0, 16)) collector.register(source);
    expect(() => collector.register(sources[16] as EventSource)).toThrow(
      expect.objectContaining({ code: 'COLLECTOR_SOURCE_LIMIT' }),
    );
    const large = aCollector({ maxEventSources: 32 }).collector;
    for (const source of sources) large.register(source);
    expect(large.caps).toBe(SourceCaps.PROCESS | SourceCaps.REALTIME);
  });

  test('refuses a name twice, a source after run, and a second run', async () => {
    const { collector, stop } = aCollector();
    collector.register(aSource('a'));
    expect(() => collector.register(aSource('a'))).toThrow(
      expect.objectContaining({ code: 'COLLECTOR_DUPLICATE_SOURCE' }),
    );
    stop.abort();
    const running = collector.run(stop.signal);
    expect(() => collector.register(aSource('b'))).toThrow(
      expect.objectContaining({ code: 'COLLECTOR_STARTED' }),
    );
    await expect(collector.run(stop.signal)).rejects.toMatchObject({ code: 'COLLECTOR_STARTED' });
    expect(await running).toMatchObject({ delivered: 1, shed: 0, abandonedSources: [] });
  });

  test('keeps a source that runs twenty times the startup timeout, and reports only the one that is not ready in time', async () => {
    const { collector, clock, stop, statusOf, eventsOf } = aCollector({ startupTimeoutMs: 200 });
    let late: SourceContext | null = null;
    collector.register(aSource('long')).register(
      aSource('late', (context) => {
        late = context;
        return untilAborted(context.signal);
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(201);
    expect(statusOf('late')).toMatchObject({
      state: 'unhealthy',
      detail: 'not ready within 200 ms',
    });
    expect(statusOf('long')).toMatchObject({ state: 'healthy', detail: null });
    expect(collector.health()).toBe('degraded');
    await clock.advance(4_000);
    expect(eventsOf('long').length).toBeGreaterThanOrEqual(80);
    (late as SourceContext | null)?.ready(tier);
    expect(statusOf('late')).toMatchObject({ state: 'healthy', restarts: 0 });
    expect(collector.health()).toBe('healthy');
    stop.abort();
    await clock.advance(0);
    expect(await running).toMatchObject({ abandonedSources: [] });
  });

  test('tells each source once and awaits it', async () => {
    const { collector, clock, stop } = aCollector();
    let told = 0;
    let ended = false;
    collector.register(
      aSource('a', async ({ signal, clock: time, ready }) => {
        signal.addEventListener('abort', () => (told += 1));
        ready(tier);
        await untilAborted(signal);
        await time.sleep(500);
        ended = true;
      }),
    );
    const running = collector.run(stop.signal).then(() => expect(ended).toBe(true));
    await clock.advance(10);
    stop.abort();
    await clock.advance(600);
    await running;
    expect(told).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test('turns a source with a failing health check, and only it, degraded, unhealthy and healthy again', async () => {
    const { collector, clock, stop, statusOf } = aCollector({ healthCheckIntervalMs: 1_000 });
    let isIll = true;
    const healthCheck = (): Promise<void> =>
      isIll ? Promise.reject(new Error('no pulse')) : Promise.resolve();
    collector
      .register({ ...aSource('ill'), healthCheck })
      .register({ ...aSource('well'), healthCheck: () => Promise.resolve() });
    const running = collector.run(stop.signal);
    const states: unknown[] = [];
    for (let i = 0; i < 4; i += 1) {
      if (i === 3) isIll = false;
      await clock.advance(1_000);
      states.push([statusOf('ill')?.state, statusOf('ill')?.detail, statusOf('well')?.state]);
    }
    expect(states).toEqual([
      ['degraded', 'no pulse', 'healthy'],
      ['degraded', 'no pulse', 'healthy'],
      ['unhealthy', 'no pulse', 'healthy'],
      ['healthy', null, 'healthy'],
    ]);
    stop.abort();
    await clock.advance(0);
    await running;
  });

  test('counts a health check that does not answer as failed', async () => {
    const { collector, clock, stop, statusOf } = aCollector({ healthCheckIntervalMs: 1_000 });
    collector.register({ ...aSource('mute'), healthCheck: () => new Promise(() => undefined) });
    const running = collector.run(stop.signal);
    await clock.advance(2_001);
    expect(statusOf('mute')).toMatchObject({ state: 'degraded' });
    stop.abort();
    await clock.advance(0);
    await running;
  });

  test('restarts a source that keeps failing with a growing delay, and counts', async () => {
    const { collector, clock, stop, statusOf } = aCollector();
    const starts: number[] = [];
    collector.register(
      aSource('bad', () => {
        starts.push(clock.monotonicMs());
        throw new Error('broken');
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(200_000);
    expect(starts).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000]);
    expect(statusOf('bad')).toMatchObject({
      state: 'unhealthy',
      restarts: 8,
      detail: 'broken; restarts in 60000 ms',
    });
    expect(collector.health()).toBe('unhealthy');
    stop.abort();
    await clock.advance(0);
    await running;
  });

  test('starts the delay anew after a minute of health', async () => {
    const { collector, clock, stop } = aCollector();
    const starts: number[] = [];
    collector.register(
      aSource('moody', async (context) => {
        starts.push(clock.monotonicMs());
        context.ready(tier);
        if (starts.length === 3) await context.clock.sleep(60_000, context.signal);
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(65_000);
    expect(starts).toEqual([0, 1_000, 3_000, 64_000]);
    stop.abort();
    await clock.advance(0);
    await running;
  });

  test('isolates sources that throw, reject, end or flood from one another', async () => {
    const { collector, clock, stop, bus, statusOf, eventsOf } = aCollector({
      eventBufferSize: 200,
    });
    bus.answer = () => clock.sleep(20);
    collector
      .register(
        aSource('throws', () => {
          throw new Error('at once');
        }),
      )
      .register(aSource('rejects', () => Promise.reject(new Error('later'))))
      .register(aSource('ends', () => Promise.resolve()))
      .register(
        aSource('floods', async (context) => {
          context.ready(tier);
          while (!context.signal.aborted) await context.emit(aProcessDraft({ name: 'floods' }));
        }),
      )
      .register(aSource('calm', undefined, 10));
    const running = collector.run(stop.signal);
    await clock.advance(2_000);
    expect(eventsOf('calm').length).toBeGreaterThanOrEqual(160);
    expect(eventsOf('floods').length).toBeGreaterThan(1_000);
    expect(['throws', 'rejects', 'ends'].map((name) => statusOf(name)?.restarts)).toEqual([
      1, 1, 1,
    ]);
    stop.abort();
    await clock.advance(2_000);
    const report = await running;
    expect(report.abandonedEvents).toBe(0);
    expect(covered(bus.events())).toEqual(upTo(report.lastSeq));
  });

  test('lets timers, signals and others in beside a source that floods a bus which answers at once', async () => {
    const { collector, clock, stop, bus, eventsOf } = aCollector({ shutdownTimeoutMs: 1_000 });
    let emits = 0;
    collector.register(aSource('calm', undefined, 10)).register(
      aSource('floods', async (context) => {
        context.ready(tier);
        // Deaf as well: it goes on after the abort, and after it was abandoned.
        for (; emits < 1_000_000; emits += 1) await context.emit(aProcessDraft({ name: 'floods' }));
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(100);
    expect(emits).toBeLessThan(1_000_000);
    expect(eventsOf('calm').length).toBeGreaterThanOrEqual(9);
    stop.abort();
    await clock.advance(1_000);
    const report = await running;
    expect(report).toMatchObject({ abandonedSources: ['floods'], abandonedEvents: 0 });
    expect(covered(bus.events())).toEqual(upTo(report.lastSeq));
    expect(emits).toBeLessThan(1_000_000);
    emits = 1_000_000;
  });

  test('abandons a source that ignores the signal, names it, and takes nothing more from it', async () => {
    const { collector, clock, stop, bus } = aCollector({ shutdownTimeoutMs: 5_000 });
    collector.register(aSource('good')).register(
      aSource('deaf', async (context) => {
        context.ready(tier);
        for (;;) {
          await context.emit(aProcessDraft({ name: 'deaf' }));
          await context.clock.sleep(100);
        }
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(1_000);
    stop.abort();
    await clock.advance(5_000);
    const report = await running;
    expect(report).toMatchObject({ abandonedSources: ['deaf'], abandonedEvents: 0, shed: 0 });
    await clock.advance(5_000);
    expect(bus.events()).toHaveLength(report.delivered);
    expect(covered(bus.events())).toEqual(upTo(report.lastSeq));
  });

  test('drains 5 000 queued events, and reports what it did', async () => {
    const { collector, clock, stop, bus } = aCollector({ eventBufferSize: 6_000 });
    bus.answer = () => (stop.signal.aborted ? undefined : clock.sleep(20_000));
    collector.register(
      aSource('burst', async (context) => {
        context.ready(tier);
        for (let i = 0; i < 5_000; i += 1) void context.emit(aProcessDraft({ name: 'burst' }));
        await untilAborted(context.signal);
      }),
    );
    const running = collector.run(stop.signal);
    await clock.advance(100);
    expect(collector.totals()).toMatchObject({
      depth: 5_000,
      ledger: { stored: 0, pending: 5_000 },
    });
    stop.abort();
    await clock.advance(30_000);
    const report = await running;
    expect(report.abandonedEvents).toBe(0);
    expect(report.delivered + report.shed).toBe(report.lastSeq);
    expect(covered(bus.events())).toEqual(upTo(report.lastSeq));
  });

  test('keeps its metrics', async () => {
    const { collector, clock, stop, metrics } = aCollector();
    collector.register(aSource('a', undefined, 100));
    const running = collector.run(stop.signal);
    await clock.advance(950);
    collector.updateMetrics();
    collector.updateMetrics();
    const text = await metrics.text();
    expect(text).toContain('deye_events_emitted_total{collector="procmond",source="a"} 10');
    expect(text).toContain('deye_events_stored_total{collector="procmond"} 10');
    expect(text).toContain('deye_health{collector="procmond"} 2');
    stop.abort();
    await clock.advance(0);
    await running;
  });
});
