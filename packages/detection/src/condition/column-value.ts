import type { ColumnType } from '../catalogue/column.ts';
import { exactInteger, fits64 } from './number-literal.ts';
import type { Row } from './row-test.ts';
import type { Present, SqlValue } from './sql-value.ts';

/** A value that is known when the condition is compiled, or a function that reads it from a row. */
export type Value =
  | { readonly kind: 'constant'; readonly value: SqlValue }
  | { readonly kind: 'reader'; readonly read: (row: Row) => SqlValue };

/** The value that is the same for every row. */
export function constantValue(value: SqlValue): Value {
  return { kind: 'constant', value };
}

/** The value that is read from each row. */
export function readValue(read: (row: Row) => SqlValue): Value {
  return { kind: 'reader', read };
}

/** The function of one value that is NULL for NULL, applied at once to a constant. */
export function mapValue(value: Value, apply: (present: Present) => SqlValue): Value {
  if (value.kind === 'constant')
    return constantValue(value.value === null ? null : apply(value.value));
  const { read } = value;
  return readValue((row) => {
    const present = read(row);
    return present === null ? null : apply(present);
  });
}

function wholeOrNull(value: unknown): number | bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'bigint' && fits64(value) ? exactInteger(value) : null;
}

function realOrNull(value: unknown): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What is not of the column's type reads as NULL: a row is data. */
const readers = {
  integer: wholeOrNull,
  real: realOrNull,
  time: wholeOrNull,
  text: (value) => (typeof value === 'string' ? value : null),
  boolean: (value) => (typeof value === 'boolean' ? Number(value) : null),
  list: (value) => (Array.isArray(value) ? JSON.stringify(value) : null),
} as const satisfies Record<ColumnType, (value: unknown) => SqlValue>;

/** The value of a column: 1 and 0 for a boolean, its JSON text for a list, NULL for a number that is not finite. */
export function columnValue(name: string, type: ColumnType): Value {
  const read: (value: unknown) => SqlValue = readers[type];
  return readValue((row) => read(row[name]));
}
