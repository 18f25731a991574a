import { customEvents, gaps, processEvents } from '@daemoneye/detection';
import type { Columns, CustomRow, GapRow, ProcessRow, TableName } from '@daemoneye/detection';
import type { Value } from './analysis.ts';

/** Domains that have a subject and a stream of their own. */
export type Domain = 'process' | 'custom';

export type ProcessEventType =
  | 'process.started'
  | 'process.exited'
  | 'process.snapshot'
  | 'process.forked'
  | 'process.modified'
  | 'process.suspicious';
export type BookkeepingType = 'gap' | 'gap_closed' | 'ledger';

/** What a process did. Properties are the columns of `process_events`. */
export type ProcessEvent = Omit<ProcessRow, 'type'> & {
  readonly domain: 'process';
  readonly type: ProcessEventType;
  /** Bytes of text columns that are not valid UTF-8, by column; the column has U+FFFD in their place. No column itself. */
  readonly raw?: Readonly<Record<string, Uint8Array>>;
};

/** What a collector of a third party tells. Properties are the columns of `custom_events`; `type` is `<prefix>.<verb>` of its own. */
export type CustomEvent = Omit<CustomRow, 'type'> & {
  readonly domain: 'custom';
  readonly type: `${string}.${string}`;
};

/** What was lost, or the running account of a collector. Properties are the columns of `gaps`. */
export type BookkeepingEvent = Omit<GapRow, 'type' | 'domain'> & {
  readonly domain: Domain;
  readonly type: BookkeepingType;
};

/**
 * One event, flat: a property per column of its table, under the column's name, NULL as `null`. Frozen once it is stamped.
 * Identity is `(host, collector, epoch, seq)`; consumers deduplicate by it.
 */
export type CollectionEvent = ProcessEvent | CustomEvent | BookkeepingEvent;

type Stamp = 'host' | 'host_name' | 'collector' | 'epoch' | 'seq';
type Draft<E> = E extends unknown ? Omit<E, Stamp> & { [K in Stamp]: unknown } : never;

/** An event as a source builds it: the stamped columns are empty until the runtime's `emit` fills them. */
export type EventDraft = Draft<CollectionEvent>;

type Given<E extends { type: unknown; time: unknown }> = Partial<Omit<E, Stamp | 'domain'>> &
  Pick<E, 'type' | 'time'>;

const stampless = { host: '', host_name: '', collector: '', epoch: '', seq: 0 };

function emptyRow(columns: Columns): Record<string, unknown> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
}

const emptyProcess = { domain: 'process', ...emptyRow(processEvents), ...stampless };
const emptyCustom = { domain: 'custom', ...emptyRow(customEvents), ...stampless };
const emptyGap = { domain: 'process', ...emptyRow(gaps), ...stampless };

/** Values as the column `values` holds them. */
export function valuesJson(values: Readonly<Record<string, Value>>): string {
  return JSON.stringify(values, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/**
 * Factories of events. Columns that are not given are NULL. Every event of a kind has the same properties in the same
 * order, which keeps reading them fast.
 */
export const CollectionEvent = {
  process(given: Given<ProcessEvent> & Pick<ProcessEvent, 'pid' | 'source_tier'>): EventDraft {
    return Object.assign({ ...emptyProcess }, given) as unknown as EventDraft;
  },
  custom(
    given: Pick<CustomEvent, 'type' | 'time'> & {
      readonly values: Readonly<Record<string, Value>>;
    },
  ): EventDraft {
    const { type, time, values } = given;
    return Object.assign(
      { ...emptyCustom },
      { type, time, values: valuesJson(values) },
    ) as unknown as EventDraft;
  },
  bookkeeping(
    domain: Domain,
    given: Partial<Omit<BookkeepingEvent, Stamp | 'domain'>> &
      Pick<BookkeepingEvent, 'type' | 'time'>,
  ): EventDraft {
    return Object.assign({ ...emptyGap }, given, { domain }) as unknown as EventDraft;
  },
} as const;

const tableOfDomain = {
  process: 'process_events',
  custom: 'custom_events',
} as const satisfies Record<Domain, TableName>;

/** Whether the event is `gap`, `gap_closed` or `ledger`. */
export function isBookkeeping(event: { readonly type: string }): event is BookkeepingEvent {
  return event.type === 'gap' || event.type === 'gap_closed' || event.type === 'ledger';
}

/** Whether the event says what a process did, with the columns of `process_events`. */
export function isProcessEvent(event: CollectionEvent): event is ProcessEvent {
  return event.domain === 'process' && !isBookkeeping(event);
}

/** The table whose columns the event has. */
export function tableOf(event: Pick<CollectionEvent, 'domain' | 'type'>): TableName {
  return isBookkeeping(event) ? 'gaps' : tableOfDomain[event.domain];
}

/** The verb of the subject: `type` without its prefix. */
export function verbOf(type: string): string {
  return type.slice(type.indexOf('.') + 1);
}

/** What consumers deduplicate by, as one string. */
export function identityOf(event: Pick<CollectionEvent, Stamp>): string {
  return `${event.host}:${event.collector}:${event.epoch}:${event.seq}`;
}
