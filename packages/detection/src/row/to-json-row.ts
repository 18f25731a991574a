import type { Column, Columns } from '../catalogue/column.ts';
import { tables } from '../catalogue/tables.ts';
import type { TableName } from '../catalogue/tables.ts';
import { formatTime } from './rfc3339-time.ts';

/** A value of a rendered row. */
export type JsonValue = string | number | boolean | null | string[];

/** A row as JSON has it, under the catalogue's names and in its order. */
export type JsonRow = Record<string, JsonValue>;

function wholeNumber(value: number | bigint): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (!Number.isInteger(value)) return null;
  return Number.isSafeInteger(value) ? value : String(BigInt(value));
}

function toJsonValue({ type }: Column, value: unknown): JsonValue {
  switch (type) {
    case 'time':
      return typeof value === 'bigint' ? formatTime(value) : null;
    case 'list':
      return Array.isArray(value) ? value.map(String) : null;
    case 'integer':
      return typeof value === 'number' || typeof value === 'bigint' ? wholeNumber(value) : null;
    case 'real':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'text':
      return typeof value === 'string' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    default:
      return type satisfies never;
  }
}

/**
 * The columns of `table` of an event, in the order of the catalogue, ready for `JSON.stringify`: a time as RFC 3339 in UTC with
 * nine digits behind the point, a whole number beyond 2^53 as text, a list as an array, NULL as `null`. Properties that are
 * no columns are left out; a value that is not of its column's type is `null`.
 */
export function toJsonRow(table: TableName, event: object): JsonRow {
  const columns: Columns = tables[table];
  const values: Readonly<Record<string, unknown>> = { ...event };
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, toJsonValue(column, values[name])]),
  );
}
