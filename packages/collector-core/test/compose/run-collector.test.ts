import { describe, expect, test } from '@jest/globals';
import type { CollectorDefinition } from '../../src/compose/app-definition.ts';
import { runCollector } from '../../src/compose/run-collector.ts';
import type { EventBus } from '../../src/bus/event-bus.ts';
import { DeyeError } from '../../src/error/deye-error.ts';
import type { CollectorAnswers } from '../../src/nats-bus/collector-service.ts';
import { CollectorConfig } from '../../src/config/collector-config.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { createMetricRegistry } from '../../src/metric/create-metric-registry.ts';
import { SourceCaps } from '../../src/model/source-caps.ts';
import type { SourceContext } from '../../src/source/event-source.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const host = { token: 'box-0a1b2c3d', name: 'box', bootId: 'boot' };
const tier = { tier: 'proc_scan', rank: 3, lossy: true, reason: 'no BPF', remedy: null };

function aDefinition(run?: (context: SourceContext) => Promise<void>): CollectorDefinition {
  return {
    kind: 'collector',
    name: 'procmond',
    config: CollectorConfig.new(),
    sources: [
      {
        name: 'proc',
        caps: SourceCaps.PROCESS,
        run:
          run ??
          (async (context) => {
            context.ready(tier);
            await context.emit(aProcessDraft());
            await context.clock.sleep(Infinity, context.signal);
          }),
      },
    ],
    analysers: [
      {
        analysis: 'binary_hash',
        maxConcurrent: 2,
        analyse: () => Promise.reject(new Error('not asked')),
      },
    ],
    columns: (name) => ({ process_events: name === 'proc_scan' ? ['pid', 'name'] : [] }),
  };
}

function someDeps() {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const bus = LocalEventBus.create({ clock });
  return { clock, log, bus, host, metrics: createMetricRegistry(), version: '1.2.3' };
}

describe('runCollector', () => {
  test('announces what the collector is and does, at once when it changes, and takes the word back at the end', async () => {
    const deps = someDeps();
    const stop = new AbortController();
    const running = runCollector(aDefinition(), deps, stop.signal);
    await deps.clock.advance(50);
    const keys = await deps.bus.keyValue('deye_capabilities');
    const healthOf = async () => (await keys.get('box-0a1b2c3d.procmond'))?.value.health;
    await deps.clock.advance(1_000);
    expect(await healthOf()).toBe('healthy');
    await deps.clock.advance(9_000);
    expect((await keys.get('box-0a1b2c3d.procmond'))?.value).toMatchObject({
      host: 'box-0a1b2c3d',
      host_name: 'box',
      collector: 'procmond',
      version: '1.2.3',
      pid: process.pid,
      caps: SourceCaps.PROCESS,
      sources: [{ name: 'proc', state: 'healthy', tier, restarts: 0, emitted: 1 }],
      analyses: [{ analysis: 'binary_hash', max_concurrent: 2 }],
      columns: { process_events: ['pid', 'name'] },
      health: 'healthy',
      durability: 'process',
      ledger: { last_seq: 1, stored: 1, shed: 0, pending: 0, lost_before_emit: 0 },
    });
    stop.abort();
    await deps.clock.advance(0);
    expect(await running).toMatchObject({ delivered: 2, shed: 0, abandonedSources: [] });
    expect(await keys.get('box-0a1b2c3d.procmond')).toBeNull();
  });

  test('keeps its key beyond the expiry, and stores the events on their subject', async () => {
    const deps = someDeps();
    const stop = new AbortController();
    const running = runCollector(aDefinition(), deps, stop.signal);
    await deps.clock.advance(90_000);
    const keys = await deps.bus.keyValue('deye_capabilities');
    expect(await keys.get('box-0a1b2c3d.procmond')).not.toBeNull();
    const stored = await deps.bus.lastOn('deye.v1.events.process.started.box-0a1b2c3d.procmond');
    expect(stored?.payload).toMatchObject({
      kind: 'events',
      body: { first_seq: 1, last_seq: 1, verb: 'started' },
    });
    stop.abort();
    await deps.clock.advance(0);
    await running;
  });

  test('refuses to run beside a run of the same name', async () => {
    const deps = someDeps();
    const stop = new AbortController();
    const running = runCollector(aDefinition(), deps, stop.signal);
    await deps.clock.advance(50);
    let started = false;
    const second = aDefinition(() => {
      started = true;
      return Promise.resolve();
    });
    await expect(runCollector(second, deps, stop.signal)).rejects.toMatchObject({
      code: 'COLLECTOR_ALREADY_RUNNING',
    });
    expect(started).toBe(false);
    stop.abort();
    await deps.clock.advance(0);
    await running;
  });

  test('drains and throws when another run has taken its key', async () => {
    const deps = someDeps();
    const running = runCollector(aDefinition(), deps, new AbortController().signal);
    const outcome = running.then(
      () => null,
      (error: unknown) => error,
    );
    await deps.clock.advance(2_000);
    const keys = await deps.bus.keyValue('deye_capabilities');
    const held = await keys.get('box-0a1b2c3d.procmond');
    if (held === null) throw new Error('nothing announced');
    await keys.put(held.key, { ...held.value, epoch: 'ffffffffffffffff' });
    await deps.clock.advance(10_000);
    expect(await outcome).toMatchObject({ code: 'COLLECTOR_ALREADY_RUNNING' });
    expect((await keys.get(held.key))?.value.epoch).toBe('ffffffffffffffff');
  });

  test('writes one telemetry line per interval and one at the end', async () => {
    const deps = someDeps();
    const stop = new AbortController();
    const running = runCollector(aDefinition(), deps, stop.signal);
    await deps.clock.advance(60_500);
    stop.abort();
    await deps.clock.advance(0);
    await running;
    const lines = deps.log.records.filter(({ message }) => message === 'telemetry');
    expect(lines).toMatchObject([
      {
        level: 'info',
        fields: { collector: 'procmond', health: 'healthy', depth: 0, last_seq: 1 },
      },
      { fields: { last_seq: 2 } },
      { fields: { health: 'stopped', pending: 0 } },
    ]);
    expect(await deps.metrics.text()).toContain('deye_health{collector="procmond"} 0');
  });

  test('samples while the bus is away, and is announced and serves when it is there', async () => {
    const deps = someDeps();
    const { bus } = deps;
    const away = { isAway: true };
    const reach = <T>(call: () => Promise<T>): Promise<T> =>
      away.isAway ? Promise.reject(new DeyeError('BUS_UNAVAILABLE')) : call();
    const remote: EventBus = {
      durability: 'async-R1',
      get state() {
        return away.isAway ? 'disconnected' : 'connected';
      },
      publish: (message, options) => reach(() => bus.publish(message, options)),
      subscribe: (options) => bus.subscribe(options),
      consume: (options) => reach(() => bus.consume(options)),
      lastOn: (subject) => reach(() => bus.lastOn(subject)),
      keyValue: (bucket) => reach(() => bus.keyValue(bucket)),
      close: () => bus.close(),
    };
    const served: string[] = [];
    const serve = (answers: CollectorAnswers): (() => void) => {
      served.push(answers.announcement().collector);
      return () => served.push('ended');
    };
    const stop = new AbortController();
    const running = runCollector(aDefinition(), { ...deps, bus: remote, serve }, stop.signal);
    await deps.clock.advance(5_000);
    const keys = await bus.keyValue('deye_capabilities');
    expect(await keys.get('box-0a1b2c3d.procmond')).toBeNull();
    away.isAway = false;
    await deps.clock.advance(15_000);
    expect((await keys.get('box-0a1b2c3d.procmond'))?.value).toMatchObject({
      durability: 'async-R1',
      ledger: { last_seq: 1, stored: 1, shed: 0 },
    });
    expect(served).toEqual(['procmond']);
    stop.abort();
    await deps.clock.advance(0);
    await running;
    expect(served).toEqual(['procmond', 'ended']);
  });

  test('ends with what the bus refuses, also when it is there only later', async () => {
    const deps = someDeps();
    let calls = 0;
    const join = (): Promise<void> => {
      calls += 1;
      return Promise.reject(
        new DeyeError(calls < 3 ? 'BUS_UNAVAILABLE' : 'BUS_STREAM_DIFFERS', 'DEYE_TASKS'),
      );
    };
    const running = runCollector(aDefinition(), { ...deps, join }, new AbortController().signal);
    const outcome = running.then(
      () => null,
      (error: unknown) => error,
    );
    await deps.clock.advance(2_000);
    expect(await outcome).toMatchObject({ code: 'BUS_STREAM_DIFFERS' });
  });
});
