import { createLogger, DeyeError, SystemClock } from '@daemoneye/collector-core';
import type { TierReport } from '@daemoneye/collector-core';

import { ProcConnectorSource } from '../src/proc-connector/proc-connector-source.ts';
import { ProcScanSource } from '../src/proc-scan/proc-scan-source.ts';
import { ProcessSource } from '../src/tier/process-source.ts';

/** Prints, as JSON, the tier that a user in this place gets, without BPF, or why a forced one (argument) cannot run. */
const stop = new AbortController();
const tiers: TierReport[] = [];
const shared = { procRoot: '/proc', hostRoot: '', redact: (args: readonly string[]) => args };
const source = new ProcessSource(
  [
    new ProcConnectorSource({
      ...shared,
      snapshotIntervalMs: 30_000,
      tellsForks: false,
      receiveBufferBytes: 1_048_576,
    }),
    new ProcScanSource({ ...shared, scanIntervalMs: 1_000, snapshotIntervalMs: 30_000 }),
  ],
  process.argv[2] ?? null,
);
let failure: unknown = null;
try {
  await source.run({
    signal: stop.signal,
    clock: new SystemClock(),
    log: createLogger({ name: 'procmond', level: 'error' }),
    ready: (tier) => {
      tiers.push(tier);
      stop.abort();
    },
    lost: () => undefined,
    emit: () => Promise.resolve(true),
  });
} catch (error) {
  if (!(error instanceof DeyeError)) throw error;
  failure = { code: error.code, detail: error.detail, permanent: error.permanent };
}
process.stdout.write(JSON.stringify({ tier: tiers[0] ?? null, failure }));
