import type { Column, Columns, RowOf } from '../catalogue/column.ts';
import { tables } from '../catalogue/tables.ts';
import type { TableName } from '../catalogue/tables.ts';
import { parseTime } from './rfc3339-time.ts';

/** What a code of a refused row means, and what to do about it. */
export const rowErrors = {
  ROW_NOT_AN_OBJECT: {
    meaning: 'The JSON value is no object.',
    action: 'Give one object per row.',
  },
  ROW_UNKNOWN_COLUMN: {
    meaning: 'The object has a key that is no column of the table.',
    action: 'Remove the key, or name the table that has it.',
  },
  ROW_BAD_VALUE: {
    meaning: 'A value is not of its column’s type, or a column that always has a value has none.',
    action: 'Correct the value; the types are in docs/catalogue.md.',
  },
} as const;

export type RowErrorCode = keyof typeof rowErrors;

/** One reason why a row is refused. */
export interface RowError {
  readonly code: RowErrorCode;
  /** The column or key; `null` when the row as a whole is meant. */
  readonly column: string | null;
  readonly message: string;
}

/** The row in memory under the catalogue's names, or the reasons to refuse it: at most one per key and column. */
export type ParsedRow<T extends TableName> =
  | { readonly ok: true; readonly row: RowOf<(typeof tables)[T]> }
  | { readonly ok: false; readonly errors: readonly RowError[] };

const WHOLE = /^-?\d{16,19}$/;

/** A number, or the text of a whole number beyond 2^53 that a number holds exactly. */
function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !WHOLE.test(value)) return undefined;
  const number = Number(value);
  return !Number.isSafeInteger(number) && String(BigInt(number)) === value ? number : undefined;
}

/** The value in memory; `undefined` when it is not of the column's type. */
function fromJson({ type }: Column, value: unknown): unknown {
  switch (type) {
    case 'time':
      return typeof value === 'string' ? parseTime(value) : undefined;
    case 'integer':
      return integerOf(value);
    case 'real':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? value
        : undefined;
    default:
      return type satisfies never;
  }
}

function checkedValue(name: string, column: Column, given: unknown): { value: unknown } | RowError {
  if (given === null || given === undefined) {
    if (column.nullWhen !== null) return { value: null };
    return { code: 'ROW_BAD_VALUE', column: name, message: `${name} always has a value` };
  }
  const value = fromJson(column, given);
  if (value !== undefined) return { value };
  return { code: 'ROW_BAD_VALUE', column: name, message: `${name} is no ${column.type}` };
}

function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the entries are a row of the table: each came from the column's own check. */
function isRow<T extends TableName>(
  row: object,
  errors: readonly RowError[],
): row is RowOf<(typeof tables)[T]> {
  return errors.length === 0;
}

/**
 * The inverse of `toJsonRow`, for what `JSON.parse` gives. Columns that are missing are NULL; an unknown key, and a value that is
 * not of its column's type, refuse the row. Never throws.
 */
export function parseJsonRow<T extends TableName>(table: T, object: unknown): ParsedRow<T> {
  if (!isJsonObject(object)) {
    const message = 'a row is a JSON object';
    return { ok: false, errors: [{ code: 'ROW_NOT_AN_OBJECT', column: null, message }] };
  }
  const columns: Columns = tables[table];
  const errors: RowError[] = [];
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(columns, key)) {
      errors.push({
        code: 'ROW_UNKNOWN_COLUMN',
        column: key,
        message: `${table} has no such column`,
      });
    }
  }
  const row: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(columns)) {
    const checked = checkedValue(name, column, Object.hasOwn(object, name) ? object[name] : null);
    if ('value' in checked) row[name] = checked.value;
    else errors.push(checked);
  }
  return isRow<T>(row, errors) ? { ok: true, row } : { ok: false, errors };
}
