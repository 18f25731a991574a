import type { ColumnType } from '../catalogue/column.ts';

/** The affinity that a column of the catalogue has in SQL; it is its static type too. */
export const columnAffinity = {
  integer: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  boolean: 'INTEGER',
  time: 'INTEGER',
  list: 'TEXT',
} as const satisfies Record<ColumnType, 'INTEGER' | 'REAL' | 'TEXT'>;
