import { envelope, tables } from '@daemoneye/detection';
import type { Column, ColumnType } from '@daemoneye/detection';
import { tableOf } from '../model/event.ts';
import type { EventDraft } from '../model/event.ts';

const isOf = {
  integer: (value) => Number.isSafeInteger(value),
  real: (value) => Number.isFinite(value),
  text: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'bigint',
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
} as const satisfies Record<ColumnType, (value: unknown) => boolean>;

/** Columns that the runtime fills in. */
const stamped: ReadonlySet<string> = new Set(
  Object.keys(envelope).filter((name) => name !== 'time' && name !== 'type'),
);

function faultOf(name: string, column: Column, value: unknown): string | null {
  if (stamped.has(name)) return null;
  if (value === null)
    return column.nullWhen === null ? `${name} is NULL, which it never may be` : null;
  return isOf[column.type](value) ? null : `${name} is not of type ${column.type}`;
}

/** Properties of an event that are no columns: the tag of its union, and bytes that are not UTF-8. */
const beside: ReadonlySet<string> = new Set(['domain', 'raw']);

/** What is wrong with an event as a source built it: columns that are missing, unknown or hold a value of another type. */
export function draftFaults(draft: EventDraft): string[] {
  const columns: Readonly<Record<string, Column>> = tables[tableOf(draft)];
  const row = draft as unknown as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(row).filter(
    (name) => !beside.has(name) && !Object.hasOwn(columns, name),
  );
  const faults = Object.entries(columns).map(([name, column]) =>
    Object.hasOwn(row, name) ? faultOf(name, column, row[name]) : `${name} is missing`,
  );
  return [
    ...unknown.map((name) => `${name} is no column`),
    ...faults.filter((fault) => fault !== null),
  ];
}
