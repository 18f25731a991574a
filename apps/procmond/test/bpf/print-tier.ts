import { createLogger, SystemClock } from '@daemoneye/collector-core';

import { BpfSource } from '../../src/bpf/bpf-source.ts';
import { ProcScanSource } from '../../src/proc-scan/proc-scan-source.ts';
import { ProcessSource } from '../../src/tier/process-source.ts';

/** Prints, as JSON, the report of the tier that the one who runs this gets, of BPF and the scan of /proc. */
const stop = new AbortController();
const shared = {
  procRoot: '/proc',
  hostRoot: '',
  redact: (args: readonly string[]) => args,
  snapshotIntervalMs: 60_000,
};
const bpf = new BpfSource({ ...shared, tellsForks: false });
const scan = new ProcScanSource({ ...shared, scanIntervalMs: 1_000 });
await new ProcessSource([bpf, scan]).run({
  signal: stop.signal,
  clock: new SystemClock(),
  log: createLogger({ name: 'procmond', level: 'error' }),
  ready: (tier) => {
    process.stdout.write(JSON.stringify(tier));
    stop.abort();
  },
  lost: () => undefined,
  emit: () => Promise.resolve(true),
});
