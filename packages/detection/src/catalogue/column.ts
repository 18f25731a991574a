/**
 * What a column holds. In memory: `time` is a bigint (nanoseconds since the Unix epoch), `list` an array of strings,
 * `boolean` a boolean. In SQL: `time` and `boolean` are INTEGER, `list` is its JSON text. In JSON: `time` is RFC 3339 with nine
 * digits, `list` an array. 64-bit values that no arithmetic is done with (inode, cgroup id, epoch) are `text`.
 */
export type ColumnType = 'integer' | 'real' | 'text' | 'boolean' | 'time' | 'list';

export interface Column {
  readonly type: ColumnType;
  /** One sentence: what it says, in the words of ECS, OCSF or the kernel. */
  readonly doc: string;
  readonly unit: string | null;
  /** When the value is NULL; `null` means never. */
  readonly nullWhen: string | null;
}

interface Values {
  integer: number;
  real: number;
  text: string;
  boolean: boolean;
  time: bigint;
  list: readonly string[];
}

/** The in-memory value of a column. */
export type ValueOf<C extends Column> = C['nullWhen'] extends null
  ? Values[C['type']]
  : Values[C['type']] | null;

export type Columns = Readonly<Record<string, Column>>;

/** The in-memory row of a set of columns: one property per column, named as the column. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: ValueOf<C[K]> };

/** A column that is never NULL. */
export interface Always<T extends ColumnType> extends Column {
  readonly type: T;
  readonly nullWhen: null;
}
/** A column that can be NULL. */
export interface Sometimes<T extends ColumnType> extends Column {
  readonly type: T;
  readonly nullWhen: string;
}

/** A column that always has a value. */
export function required<T extends ColumnType>(type: T, doc: string, unit?: string): Always<T> {
  return { type, doc, unit: unit ?? null, nullWhen: null };
}

/** A column that is NULL when `nullWhen` says so. */
export function nullable<T extends ColumnType>(
  type: T,
  doc: string,
  nullWhen: string,
  unit?: string,
): Sometimes<T> {
  return { type, doc, unit: unit ?? null, nullWhen };
}
