import { createLogger, SystemClock } from '@daemoneye/collector-core';
import type { EventDraft, TierReport } from '@daemoneye/collector-core';

import { ProcScanSource } from '../src/proc-scan/proc-scan-source.ts';

/** Prints, as JSON, the tier report and the snapshots of pid 1 and of this process: what the user who runs it may see. */
const stop = new AbortController();
const tiers: TierReport[] = [];
const events: EventDraft[] = [];
const source = new ProcScanSource({
  procRoot: '/proc',
  hostRoot: '',
  redact: (args) => args,
  scanIntervalMs: 1_000,
  snapshotIntervalMs: 30_000,
});
await source.run({
  signal: stop.signal,
  clock: new SystemClock(),
  log: createLogger({ name: 'procmond', level: 'error' }),
  ready: (tier) => tiers.push(tier),
  lost: () => stop.abort(),
  emit: (event) => {
    if ('pid' in event && (event.pid === 1 || event.pid === process.pid)) events.push(event);
    if (events.length === 2) stop.abort();
    return Promise.resolve(true);
  },
});
const [init, self] = events;
const text = JSON.stringify({ tier: tiers[0], init, self }, (_, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value,
);
process.stdout.write(text);
