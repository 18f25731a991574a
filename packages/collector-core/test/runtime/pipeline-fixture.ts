import { CollectorConfig } from '../../src/config/collector-config.ts';
import type { CollectorSettings } from '../../src/config/collector-config.ts';
import { EventPipeline } from '../../src/runtime/event-pipeline.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';
import { ScriptedBus } from './scripted-bus.ts';

export const host = { token: 'box-0a1b2c3d', name: 'box', bootId: 'boot' };

export function aPipeline(
  settings: Partial<CollectorSettings> = {},
  sources: readonly string[] = ['a'],
) {
  const clock = new FakeClock();
  const bus = new ScriptedBus();
  const log = new RecordingLogger();
  const pressure: boolean[] = [];
  const failures: string[] = [];
  const pipeline = new EventPipeline({
    emitter: { host, collector: 'procmond', epoch: '0123456789abcdef' },
    settings: CollectorConfig.from(settings),
    sources: sources.map((name) => ({ name, domain: 'process' })),
    domain: 'process',
    bus,
    clock,
    log,
    observer: {
      pressed: (pressed) => pressure.push(pressed),
      shed: () => undefined,
      lost: () => undefined,
      stored: () => undefined,
      publishFailed: (code) => failures.push(code),
    },
  });
  /** Drains with `ms` for the events and a second more for the books. */
  const drain = async (ms = 1_000): Promise<number> => {
    const now = clock.monotonicMs();
    const drained = pipeline.drain(now + ms, now + ms + 1_000);
    await clock.advance(ms + 1_000);
    return drained;
  };
  return { clock, bus, log, pipeline, pressure, failures, drain };
}
