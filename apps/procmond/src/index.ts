import { binaryHash } from '@daemoneye/analysis';
import { CollectorConfig, redactArguments } from '@daemoneye/collector-core';
import type { AppModule } from '@daemoneye/collector-core';

import { BpfSource } from './bpf/bpf-source.ts';
import { procmondSection } from './config/procmond-settings.ts';
import type { ProcmondSettings } from './config/procmond-settings.ts';
import { columnsOfTier } from './event/tier-columns.ts';
import { ProcConnectorSource } from './proc-connector/proc-connector-source.ts';
import { ProcScanSource } from './proc-scan/proc-scan-source.ts';
import { PsListSource } from './ps-list/ps-list-source.ts';
import { ProcessSource } from './tier/process-source.ts';

export type { ProcmondSettings } from './config/procmond-settings.ts';

/** Room for what the kernel tells while the event loop is busy with other work. */
const RECEIVE_BUFFER_BYTES = 4_194_304;

/** The process collector: events of table `process_events` from the best tier that the host allows. */
export const procmond: AppModule<ProcmondSettings> = {
  name: 'procmond',
  section: procmondSection,
  define(settings, { analysis, host, hostRoot }) {
    const { scanIntervalMs, snapshotIntervalMs } = settings;
    const shared = { scanIntervalMs, snapshotIntervalMs, redact: redactArguments };
    const procRoot = hostRoot + settings.procRoot;
    const bpf = new BpfSource({
      ...shared,
      procRoot,
      hostRoot,
      tellsForks: settings.forkEvents,
    });
    const connector = new ProcConnectorSource({
      ...shared,
      procRoot,
      hostRoot,
      tellsForks: settings.forkEvents,
      receiveBufferBytes: RECEIVE_BUFFER_BYTES,
    });
    const scan = new ProcScanSource({ ...shared, procRoot, hostRoot });
    const list = new PsListSource({ ...shared, bootId: host.bootId });
    const forced = settings.tier === 'auto' ? null : settings.tier;
    return {
      kind: 'collector',
      name: 'procmond',
      config: CollectorConfig.from(settings.collector),
      sources: settings.enabled ? [new ProcessSource([bpf, connector, scan, list], forced)] : [],
      analysers: [
        binaryHash({
          roots: analysis.roots,
          maxFileBytes: analysis.maxFileBytes,
          procRoot,
          hostRoot,
        }),
      ],
      columns: columnsOfTier,
    };
  },
};
