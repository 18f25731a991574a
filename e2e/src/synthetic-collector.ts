// synthetic-collector.ts <bus> <name> <events>: a collector of somebody else, that emits so many events and waits for its end.
import {
  CollectionEvent,
  CollectorConfig,
  SourceCaps,
  createLogger,
  readHostIdentity,
  runPart,
} from '@daemoneye/collector-core';
import type { EventSource } from '@daemoneye/collector-core';

/** Emits `count` events, numbered in `pid` from 1. */
function countingSource(count: number): EventSource {
  return {
    name: 'counting',
    caps: SourceCaps.PROCESS,
    async run(context) {
      context.ready({ tier: 'counting', rank: 1, lossy: false, reason: null, remedy: null });
      for (let pid = 1; pid <= count && !context.signal.aborted; pid += 1) {
        const time = context.clock.now();
        await context.emit(
          CollectionEvent.process({ type: 'process.started', time, pid, source_tier: 'counting' }),
        );
      }
      await context.clock.sleep(Infinity, context.signal);
    },
  };
}

const [bus = '', name = '', count = '0'] = process.argv.slice(2);
const end = new AbortController();
process.on('SIGTERM', () => end.abort());
await runPart(
  {
    definition: {
      kind: 'collector',
      name,
      // A queue that never sheds: the emitter waits as long as it takes.
      config: CollectorConfig.from({ maxBackpressureWaitMs: 600_000 }),
      sources: [countingSource(Number(count))],
      analysers: [],
      columns: () => ({ process_events: ['pid'] }),
    },
    host: readHostIdentity(),
    servers: bus.split(','),
    allowDegraded: false,
    log: createLogger({ name, level: 'info' }),
  },
  end.signal,
);
process.exit();
