import type { TableName } from '@daemoneye/detection';

/** Tables that rules are evaluated over; events of third parties have types that no table here knows. */
export const ruleTables = ['process_events', 'gaps'] as const satisfies readonly TableName[];

type RuleTable = (typeof ruleTables)[number];

/** Event types whose rows have the columns of a table. */
export const eventTypes = {
  process_events: [
    'process.started',
    'process.exited',
    'process.snapshot',
    'process.forked',
    'process.modified',
    'process.suspicious',
  ],
  gaps: ['gap', 'gap_closed', 'ledger'],
} as const satisfies Record<RuleTable, readonly string[]>;

/** Types that a rule without `on` is evaluated for. */
export const defaultEventTypes = {
  process_events: ['process.started'],
  gaps: ['gap'],
} as const satisfies { [T in RuleTable]: readonly (typeof eventTypes)[T][number][] };

/** Whether events of the type say that something goes on, and not that it happened once more. */
export function isStateReport(type: string): boolean {
  return type === 'process.snapshot' || type === 'ledger';
}
