import type { envelope } from './envelope.ts';
import type { gaps } from './gaps.ts';
import type { TableName } from './tables.ts';

const inEnvelope = {
  time: ['Event.time'],
  host: ['EventBatch.host'],
  host_name: ['EventBatch.host_name'],
  collector: ['EventBatch.collector'],
  epoch: ['EventBatch.epoch'],
  seq: ['Event.seq'],
  type: ['Event.type'],
} as const satisfies Record<keyof typeof envelope, readonly string[]>;

/** Columns of `gaps` that are not fields of `Gap` under their own name. */
const inGaps: Partial<Record<keyof typeof gaps, readonly string[]>> = {
  domain: ['EventBatch.domain'],
  lost_before_emit: ['Gap.lost_before_emit', 'Ledger.lost_before_emit'],
  last_seq: ['Ledger.last_seq'],
  stored: ['Ledger.stored'],
  shed: ['Ledger.shed'],
  pending: ['Ledger.pending'],
};

const bodies = {
  process_events: { message: 'ProcessEvent', elsewhere: inEnvelope },
  custom_events: { message: 'CustomEvent', elsewhere: inEnvelope },
  gaps: { message: 'Gap', elsewhere: { ...inEnvelope, ...inGaps } },
} as const satisfies Record<TableName, unknown>;

/**
 * The fields of the wire schema that hold a column, `<message>.<field>` in the package `daemoneye.v1`. Mostly the field of the same name
 * in the body of the event; more than one where several bodies have the column.
 */
export function protoPaths(table: TableName, column: string): readonly string[] {
  const { message, elsewhere } = bodies[table];
  const paths: Readonly<Partial<Record<string, readonly string[]>>> = elsewhere;
  return (Object.hasOwn(paths, column) ? paths[column] : undefined) ?? [`${message}.${column}`];
}
