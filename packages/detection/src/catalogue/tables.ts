import type { Columns, RowOf } from './column.ts';
import { customEvents } from './custom-events.ts';
import { gaps } from './gaps.ts';
import { processEvents } from './process-events.ts';

/** Every table by name; a condition names one of them, or has one by its rule. */
export const tables = {
  process_events: processEvents,
  custom_events: customEvents,
  gaps,
} as const satisfies Record<string, Columns>;

export type TableName = keyof typeof tables;
export type ProcessRow = RowOf<typeof processEvents>;
export type CustomRow = RowOf<typeof customEvents>;
export type GapRow = RowOf<typeof gaps>;
