import type { CapabilityAnnouncement, Durability } from '../model/capability.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { CollectorRuntime } from '../runtime/collector-runtime.ts';
import type { CollectorDefinition } from './app-definition.ts';

/** Versions of the event schema that this code writes and reads. */
const SCHEMA = { min: 1, max: 1 } as const;

export interface AnnouncementParts {
  readonly collector: Pick<
    CollectorRuntime,
    'name' | 'epoch' | 'caps' | 'statuses' | 'health' | 'totals'
  >;
  readonly definition: Pick<CollectorDefinition, 'analysers' | 'columns'>;
  readonly host: HostIdentity;
  readonly pid: number;
  readonly version: string;
  readonly durability: Durability;
  readonly startedTime: bigint;
}

/** Columns of several tiers together, by table. */
function columnsOf(
  tiers: readonly string[],
  columns: CollectorDefinition['columns'],
): Record<string, readonly string[]> {
  const all: Record<string, readonly string[]> = {};
  for (const tier of tiers)
    for (const [table, names] of Object.entries(columns(tier)))
      all[table] = [...new Set([...(all[table] ?? []), ...names])];
  return all;
}

/** What a collector says of itself now. */
export function announcementOf(parts: AnnouncementParts): CapabilityAnnouncement {
  const { collector, definition, host } = parts;
  const sources = collector.statuses();
  const tiers = new Set(sources.flatMap(({ tier }) => tier?.tier ?? []));
  return {
    host: host.token,
    host_name: host.name,
    collector: collector.name,
    epoch: collector.epoch,
    pid: parts.pid,
    version: parts.version,
    schema: SCHEMA,
    caps: collector.caps,
    sources,
    analyses: definition.analysers.map(({ analysis, maxConcurrent }) => ({
      analysis,
      max_concurrent: maxConcurrent,
    })),
    columns: columnsOf([...tiers], definition.columns),
    health: collector.health(),
    durability: parts.durability,
    ledger: collector.totals().ledger,
    started_time: parts.startedTime,
  };
}
