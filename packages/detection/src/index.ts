export type { Column, Columns, ColumnType, RowOf } from './catalogue/column.ts';
export { envelope } from './catalogue/envelope.ts';
export { gaps } from './catalogue/gaps.ts';
export { processEvents } from './catalogue/process-events.ts';
export { tables } from './catalogue/tables.ts';
export type { GapRow, ProcessRow, TableName } from './catalogue/tables.ts';
