import type { CapabilityAnnouncement } from '@daemoneye/collector-core';
import type { TableName } from '@daemoneye/detection';

/** Columns that live collectors fill; empty when nobody serves the table. */
export type FilledColumns = (table: TableName) => ReadonlySet<string>;

/** The columns that at least one of the collectors fills; those that have stopped do not count. */
export function filledBy(announcements: readonly CapabilityAnnouncement[]): FilledColumns {
  const live = announcements.filter((one) => one.health !== 'stopped');
  return (table) => new Set(live.flatMap((one) => one.columns[table] ?? []));
}
