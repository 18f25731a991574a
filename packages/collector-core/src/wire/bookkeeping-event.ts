import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type { BookkeepingEvent } from '../model/event.ts';
import { int64, toBigInt, toNumber, uint64 } from './integers.ts';
import type { Wire64 } from './integers.ts';

type WireGap = daemoneye.v1.Gap.$Properties;
type WireLedger = daemoneye.v1.Ledger.$Properties;

/** The columns of an event that its envelope and its batch hold. */
export type BookkeepingStamp = Pick<
  BookkeepingEvent,
  'domain' | 'time' | 'host' | 'host_name' | 'collector' | 'epoch' | 'seq' | 'type'
>;

const RANGE = /^(\d+)-(\d+)$/;

function rangeToWire(text: string): { first: number; last: number } {
  const [, first, last] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined)
    throw new DeyeError('WIRE_VALUE', `range ${JSON.stringify(text)}`);
  return { first: uint64(Number(first), 'ranges'), last: uint64(Number(last), 'ranges') };
}

const rangeFromWire = ({ first, last }: daemoneye.v1.SeqRange.$Properties): string =>
  `${toNumber(first ?? 0, 'ranges')}-${toNumber(last ?? 0, 'ranges')}`;

const time = (value: bigint | null, field: string): ReturnType<typeof int64> | null =>
  value === null ? null : int64(value, field);
const count = (value: number | null, field: string): number | null =>
  value === null ? null : uint64(value, field);
const bigint = (value: Wire64 | null): bigint | null => (value === null ? null : toBigInt(value));
const number = (value: Wire64 | null, field: string): number | null =>
  value === null ? null : toNumber(value, field);

/** The body of `gap` and `gap_closed`. Throws `WIRE_VALUE` for a number that its field cannot hold. */
export function gapToWire(event: BookkeepingEvent): WireGap {
  return {
    source: event.source?.toWellFormed() ?? null,
    reason: event.reason?.toWellFormed() ?? null,
    from_time: time(event.from_time, 'from_time'),
    until_time: time(event.until_time, 'until_time'),
    closed: event.closed,
    ranges: event.ranges === null ? null : { values: event.ranges.map(rangeToWire) },
    lost_before_emit: count(event.lost_before_emit, 'lost_before_emit'),
    lower_bound: event.lower_bound,
  };
}

/** The body of `ledger`. Throws `WIRE_VALUE` for a number that its field cannot hold. */
export function ledgerToWire(event: BookkeepingEvent): WireLedger {
  return {
    last_seq: count(event.last_seq, 'last_seq'),
    stored: count(event.stored, 'stored'),
    shed: count(event.shed, 'shed'),
    pending: count(event.pending, 'pending'),
    lost_before_emit: count(event.lost_before_emit, 'lost_before_emit'),
  };
}

/** The event of a gap, in the order of the catalogue. Throws `WIRE_MALFORMED` for a number beyond 2^53. */
export function gapFromWire(body: daemoneye.v1.Gap, stamp: BookkeepingStamp): BookkeepingEvent {
  return {
    ...stamp,
    source: body.source,
    reason: body.reason,
    from_time: bigint(body.from_time),
    until_time: bigint(body.until_time),
    closed: body.closed,
    ranges: body.ranges === null ? null : (body.ranges.values ?? []).map(rangeFromWire),
    lost_before_emit: number(body.lost_before_emit, 'lost_before_emit'),
    lower_bound: body.lower_bound,
    last_seq: null,
    stored: null,
    shed: null,
    pending: null,
  };
}

/** The event of a ledger, in the order of the catalogue. Throws `WIRE_MALFORMED` for a number beyond 2^53. */
export function ledgerFromWire(
  body: daemoneye.v1.Ledger,
  stamp: BookkeepingStamp,
): BookkeepingEvent {
  return {
    ...stamp,
    source: null,
    reason: null,
    from_time: null,
    until_time: null,
    closed: null,
    ranges: null,
    lost_before_emit: number(body.lost_before_emit, 'lost_before_emit'),
    lower_bound: null,
    last_seq: number(body.last_seq, 'last_seq'),
    stored: number(body.stored, 'stored'),
    shed: number(body.shed, 'shed'),
    pending: number(body.pending, 'pending'),
  };
}
