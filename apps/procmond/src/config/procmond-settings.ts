import { collectorSettingsSchema } from '@daemoneye/collector-core';
import type { ConfigSection } from '@daemoneye/collector-core';
import { z } from 'zod';

const schema = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether processes are collected.' }),
  tier: z.enum(['auto', 'bpf', 'proc_connector', 'proc_scan', 'ps_list']).default('auto').meta({
    description:
      'Source of process events: `auto` takes the best that the host allows; another one is taken, or the source is unhealthy.',
  }),
  forkEvents: z.boolean().default(false).meta({
    description: 'Whether `process.forked` is told, where the source sees forks.',
  }),
  scanIntervalMs: z.int().min(100).max(60_000).default(1_000).meta({
    description:
      'Time between looks at the process list; what lives shorter than that can be missed.',
  }),
  snapshotIntervalMs: z.int().min(1_000).max(86_400_000).default(30_000).meta({
    description: 'Time between snapshots of all processes.',
  }),
  procRoot: z.string().startsWith('/').default('/proc').meta({
    description: 'Where procfs is mounted; `host.root` is put in front of it.',
  }),
  collector: collectorSettingsSchema,
});

/** Section `procmond` of the config file. */
export type ProcmondSettings = z.infer<typeof schema>;

/** Name and schema of the section, defaults included. */
export const procmondSection: ConfigSection<ProcmondSettings> = { key: 'procmond', schema };
