import { CollectorConfig } from '../../src/config/collector-config.ts';
import type { CollectorSettings } from '../../src/config/collector-config.ts';
import { createMetricRegistry } from '../../src/metric/create-metric-registry.ts';
import { SourceCaps } from '../../src/model/source-caps.ts';
import { CollectorRuntime } from '../../src/runtime/collector-runtime.ts';
import type { EventSource, SourceContext } from '../../src/source/event-source.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';
import { host } from './pipeline-fixture.ts';
import { ScriptedBus } from './scripted-bus.ts';

/** A tier for sources under test. */
export const tier = { tier: 'test', rank: 1, lossy: false, reason: null, remedy: null };

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A source that is ready and emits at an interval. */
export function aSource(
  name: string,
  run?: (context: SourceContext) => Promise<void>,
  everyMs = 50,
): EventSource {
  return {
    name,
    caps: SourceCaps.PROCESS | SourceCaps.REALTIME,
    run:
      run ??
      (async (context) => {
        context.ready(tier);
        while (!context.signal.aborted) {
          await context.emit(aProcessDraft({ name }));
          await context.clock.sleep(everyMs, context.signal);
        }
      }),
  };
}

export function aCollector(settings: Partial<CollectorSettings> = {}) {
  const clock = new FakeClock();
  const bus = new ScriptedBus();
  const log = new RecordingLogger();
  const metrics = createMetricRegistry();
  const stop = new AbortController();
  const collector = new CollectorRuntime(CollectorConfig.from(settings), {
    name: 'procmond',
    host,
    bus,
    clock,
    log,
    metrics,
  });
  const statusOf = (name: string) => collector.statuses().find((status) => status.name === name);
  const eventsOf = (name: string) =>
    bus.events().filter((event) => 'name' in event && event.name === name);
  return { clock, bus, log, metrics, stop, collector, statusOf, eventsOf };
}
