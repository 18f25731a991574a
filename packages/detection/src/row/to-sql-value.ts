import type { Column } from '../catalogue/column.ts';

/** What SQLite stores for a column. */
export type SqlColumnValue = string | number | bigint | null;

/**
 * The value of a column as SQL has it: `time` a bigint of nanoseconds, `boolean` 1 or 0, `list` its JSON text. NULL for a missing
 * value, for one that is not of the column's type, for a number that is not finite and for a fraction in a column of whole numbers: the same that a condition reads.
 */
export function toSqlValue(column: Column, value: unknown): SqlColumnValue {
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : null;
    case 'list':
      return Array.isArray(value) ? JSON.stringify(value) : null;
    case 'integer':
    case 'time':
      if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
      return typeof value === 'bigint' && BigInt.asIntN(64, value) === value ? value : null;
    case 'real':
      if (typeof value === 'bigint') return Number(value);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    default:
      return column.type satisfies never;
  }
}
