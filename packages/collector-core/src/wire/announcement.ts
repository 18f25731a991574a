import protobuf from 'protobufjs/minimal.js';
import { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type {
  CapabilityAnnouncement,
  LedgerTotals,
  SourceStatus,
  TierReport,
} from '../model/capability.ts';
import { coded } from './coded.ts';
import { countItems, shapes } from './count-items.ts';
import { int64, toBigInt, toNumber, uint32, uint64 } from './integers.ts';
import type { Wire64 } from './integers.ts';
import { checkLimit, wireLimits } from './limits.ts';
import { wellFormed } from './value.ts';
import { word, words } from './word.ts';

const totals = ['last_seq', 'stored', 'shed', 'pending', 'lost_before_emit'] as const;

function tierToWire(tier: TierReport): daemoneye.v1.TierReport.$Properties {
  return {
    tier: tier.tier.toWellFormed(),
    rank: uint32(tier.rank, 'rank'),
    lossy: tier.lossy,
    reason: tier.reason?.toWellFormed() ?? null,
    remedy: tier.remedy?.toWellFormed() ?? null,
  };
}

function tierFromWire(
  tier: daemoneye.v1.TierReport.$Properties | null | undefined,
): TierReport | null {
  if (tier === null || tier === undefined) return null;
  return {
    tier: tier.tier ?? '',
    rank: tier.rank ?? 0,
    lossy: tier.lossy ?? false,
    reason: tier.reason ?? null,
    remedy: tier.remedy ?? null,
  };
}

function sourceToWire(source: SourceStatus): daemoneye.v1.SourceStatus.$Properties {
  return {
    name: source.name.toWellFormed(),
    caps: uint32(source.caps, 'caps'),
    state: source.state,
    detail: source.detail?.toWellFormed() ?? null,
    tier: source.tier === null ? null : tierToWire(source.tier),
    restarts: uint32(source.restarts, 'restarts'),
    emitted: uint64(source.emitted, 'emitted'),
  };
}

function sourceFromWire(source: daemoneye.v1.SourceStatus.$Properties): SourceStatus {
  return {
    name: source.name ?? '',
    caps: source.caps ?? 0,
    state: word(words.health, source.state ?? ''),
    detail: source.detail ?? null,
    tier: tierFromWire(source.tier),
    restarts: source.restarts ?? 0,
    emitted: toNumber(source.emitted ?? 0, 'emitted'),
  };
}

function ledgerFromWire(
  ledger: Readonly<Partial<Record<keyof LedgerTotals, Wire64 | null>>>,
): LedgerTotals {
  const read = totals.map((name) => [name, toNumber(ledger[name] ?? 0, name)]);
  return Object.fromEntries(read) as LedgerTotals;
}

function columnsFromWire(
  columns: Readonly<Record<string, daemoneye.v1.TableColumns.$Properties>>,
): CapabilityAnnouncement['columns'] {
  return Object.fromEntries(
    Object.entries(columns).map(([table, names]) => [table, names.columns ?? []]),
  );
}

/** The value of a key of `deye_capabilities`. Throws `WIRE_VALUE` and `WIRE_LIMIT`. */
export function encodeAnnouncement(from: CapabilityAnnouncement): Uint8Array {
  const columns = Object.entries(from.columns).map(
    ([table, names]) => [table.toWellFormed(), { columns: wellFormed(names) }] as const,
  );
  for (const name of totals) uint64(from.ledger[name], name);
  const { schema } = from;
  const writer = daemoneye.v1.CapabilityAnnouncement.encode({
    host: from.host.toWellFormed(),
    host_name: from.host_name.toWellFormed(),
    collector: from.collector.toWellFormed(),
    epoch: from.epoch.toWellFormed(),
    pid: uint32(from.pid, 'pid'),
    version: from.version.toWellFormed(),
    schema: { min: uint32(schema.min, 'min'), max: uint32(schema.max, 'max') },
    caps: uint32(from.caps, 'caps'),
    sources: from.sources.map(sourceToWire),
    analyses: from.analyses.map(({ analysis, max_concurrent }) => ({
      analysis: analysis.toWellFormed(),
      max_concurrent: uint32(max_concurrent, 'max_concurrent'),
    })),
    columns: Object.fromEntries(columns),
    health: from.health,
    durability: from.durability,
    ledger: from.ledger,
    started_time: int64(from.started_time, 'started_time'),
  });
  checkLimit('bytes', writer.len, wireLimits.messageBytes);
  return writer.finish();
}

function fromWire(from: daemoneye.v1.CapabilityAnnouncement): CapabilityAnnouncement {
  const { schema, ledger } = from;
  if (schema === null || schema === undefined || ledger === null || ledger === undefined)
    throw new DeyeError('WIRE_MALFORMED', 'schema or ledger is missing');
  return {
    host: from.host,
    host_name: from.host_name,
    collector: from.collector,
    epoch: from.epoch,
    pid: from.pid,
    version: from.version,
    schema: { min: schema.min ?? 0, max: schema.max ?? 0 },
    caps: from.caps,
    sources: from.sources.map(sourceFromWire),
    analyses: from.analyses.map(({ analysis, max_concurrent }) => ({
      analysis: analysis ?? '',
      max_concurrent: max_concurrent ?? 0,
    })),
    columns: columnsFromWire(from.columns),
    health: word(words.health, from.health),
    durability: word(words.durability, from.durability),
    ledger: ledgerFromWire(ledger),
    started_time: toBigInt(from.started_time),
  };
}

/** The inverse. Throws `WIRE_MALFORMED`, `WIRE_LIMIT`. */
export function decodeAnnouncement(bytes: Uint8Array): CapabilityAnnouncement {
  try {
    checkLimit('bytes', bytes.length, wireLimits.messageBytes);
    countItems(bytes, shapes.CapabilityAnnouncement, wireLimits.items);
    const reader = protobuf.Reader.create(bytes);
    return fromWire(daemoneye.v1.CapabilityAnnouncement.decode(reader));
  } catch (error) {
    throw coded(error);
  }
}
