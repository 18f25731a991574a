type Row = Readonly<Record<string, unknown>>;

/** A value that rows are grouped by. */
export type GroupValue = string | number | bigint | boolean;

/** The value of a column, a list as its JSON text; `null` when it has none. */
export function groupValue(value: unknown): GroupValue | null {
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean')
    return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return Array.isArray(value) ? JSON.stringify(value) : null;
}

/** The values of the columns in their order; `null` when one of them is NULL: such a row is in no group. */
export function groupOf(row: object, columns: readonly string[]): readonly GroupValue[] | null {
  const values: GroupValue[] = [];
  for (const column of columns) {
    const value = groupValue((row as Row)[column]);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

/** A text that is the same for groups of equal values and for no others: each value stands with its length. */
export function groupKey(group: readonly GroupValue[]): string {
  return group.map((value) => `${String(value).length}:${String(value)}`).join('');
}
