import { DeyeError, escapeTerminal, isBookkeeping } from '@daemoneye/collector-core';
import { parseJsonRow, parseTime, tables } from '@daemoneye/detection';
import type { Columns, TableName } from '@daemoneye/detection';
import type { EventLine } from './read-event-lines.ts';

/** A row that rules are tested with. */
export interface SampleEvent {
  /** Position among the lines of the file, from 0. */
  readonly index: number;
  readonly event: SampleRow;
}

/** Null in `type` and `table`: the row is given to every rule. */
export interface SampleRow {
  readonly type: string | null;
  readonly table: TableName | null;
  readonly row: Readonly<Record<string, unknown>>;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with names of columns, whichever it has; times may be text. */
export function rawRow({ value, line }: EventLine, file: string): SampleRow {
  if (!isObject(value)) throw new DeyeError('CLI_EVENTS_INVALID', `${file}:${line} is no object`);
  const row: Record<string, unknown> = { ...value };
  for (const columns of Object.values(tables) as Columns[]) {
    for (const [name, { type }] of Object.entries(columns)) {
      const given = row[name];
      if (type === 'time' && typeof given === 'string') row[name] = parseTime(given) ?? null;
    }
  }
  return { type: null, table: null, row };
}

/**
 * A row as `deye tail --json` prints it; `null` for a message that is no event, such as an alert. Throws `CLI_EVENTS_INVALID` with file,
 * line and reasons.
 */
export function printedRow({ value, line }: EventLine, file: string): SampleRow | null {
  const type = isObject(value) ? value['type'] : null;
  if (typeof type !== 'string')
    throw new DeyeError('CLI_EVENTS_INVALID', `${file}:${line} has no type; other rows need --raw`);
  const table = tableOfType(type);
  if (table === null) return null;
  const parsed = parseJsonRow(table, value);
  if (parsed.ok) return { type, table, row: { ...parsed.row } };
  const reasons = parsed.errors.map(({ code, column, message }) =>
    escapeTerminal(`${code} ${column ?? ''} ${message}`.replace('  ', ' ')),
  );
  throw new DeyeError('CLI_EVENTS_INVALID', `${file}:${line} ${reasons.join('; ')}`);
}

function tableOfType(type: string): TableName | null {
  if (isBookkeeping({ type })) return 'gaps';
  return type.startsWith('process.') ? 'process_events' : null;
}
