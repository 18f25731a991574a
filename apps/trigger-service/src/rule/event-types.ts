import type { TableName } from '@daemoneye/detection';

/** Event types whose rows have the columns of a table. */
export const eventTypes = {
  process_events: ['process.started', 'process.exited', 'process.snapshot'],
  gaps: ['gap', 'gap_closed', 'ledger'],
} as const satisfies Record<TableName, readonly string[]>;

/** Types that a rule without `on` is evaluated for. */
export const defaultEventTypes = {
  process_events: ['process.started'],
  gaps: ['gap'],
} as const satisfies { [T in TableName]: readonly (typeof eventTypes)[T][number][] };

/** Whether events of the type say that something goes on, and not that it happened once more. */
export function isStateReport(type: string): boolean {
  return type === 'process.snapshot' || type === 'ledger';
}
