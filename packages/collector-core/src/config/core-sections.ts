import { z } from 'zod';
import type { ConfigSection } from './config-section.ts';
import type { AnalysisSettings } from './shared-sections.ts';

/** Section `host`. */
export interface HostSettings {
  /** Name of this host; undefined: the one that the system gives. */
  readonly name?: string | undefined;
  /** Prefix under which the host's file system is mounted; '' outside containers. */
  readonly root: string;
}

/** Section `host`: who this machine is and where its files are. */
export const hostSection: ConfigSection<HostSettings> = {
  key: 'host',
  schema: z.strictObject({
    name: z.string().min(1).optional().meta({
      description:
        'Name of this host in events and subjects. Default: the name that the system gives.',
    }),
    root: z.string().default('').meta({
      description:
        'Prefix under which the file system of the host is mounted, e.g. `/host` in a container.',
    }),
  }),
};

/** Section `analysis`: limits of what a task may make a collector read. */
export const analysisSection: ConfigSection<AnalysisSettings> = {
  key: 'analysis',
  schema: z.strictObject({
    roots: z.array(z.string().min(1)).default([]).meta({
      description: 'Directories under which a task may name a free path.',
    }),
    maxFileBytes: z.int().min(1).default(536_870_912).meta({
      description: 'Most bytes of one file that an analysis reads.',
    }),
    timeoutMs: z.int().min(1).max(2_147_483_647).default(10_000).meta({
      description: 'Time that one analysis may take.',
    }),
  }),
};

/** Section `rules`: where rule files are. Without a directory the rules that the suite brings along are used. */
export const rulesSection: ConfigSection<{ readonly directory?: string | undefined }> = {
  key: 'rules',
  schema: z.strictObject({
    directory: z.string().min(1).optional().meta({
      description: 'Directory of rule files. Default: the rules that the suite brings along.',
    }),
  }),
};

/** Section `bus`: which bus the parts meet on. */
export const busSection: ConfigSection<{ readonly url?: string | undefined }> = {
  key: 'bus',
  schema: z.strictObject({
    url: z.string().min(1).optional().meta({
      description:
        'Where the parts meet: `local`, in one process; `nats`, on a server that `deye up` starts; or addresses of NATS servers, separated by commas.',
    }),
  }),
};
