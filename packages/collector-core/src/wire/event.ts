import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import { isBookkeeping, isProcessEvent, verbOf } from '../model/event.ts';
import type {
  BookkeepingEvent,
  CollectionEvent,
  CustomEvent,
  ProcessEvent,
} from '../model/event.ts';
import { gapFromWire, gapToWire, ledgerFromWire, ledgerToWire } from './bookkeeping-event.ts';
import type { BookkeepingStamp } from './bookkeeping-event.ts';
import { customFromWire, customToWire } from './custom-event.ts';
import { int64, toBigInt, toNumber, uint64 } from './integers.ts';
import { processFromWire, processToWire } from './process-event.ts';

/** What all events of a batch have in common. */
export type Envelope = Pick<
  CollectionEvent,
  'domain' | 'host' | 'host_name' | 'collector' | 'epoch'
> & { readonly verb: string };

type WireEvent = daemoneye.v1.Event.$Properties;

const malformed = (detail: string): DeyeError => new DeyeError('WIRE_MALFORMED', detail);

function bodyToWire(event: CollectionEvent): WireEvent {
  if (!isBookkeeping(event))
    return event.domain === 'custom'
      ? { custom: customToWire(event) }
      : { process: processToWire(event) };
  return event.type === 'ledger' ? { ledger: ledgerToWire(event) } : { gap: gapToWire(event) };
}

/** An event without what its batch says. Throws `WIRE_VALUE` for a value that its field cannot hold. */
export function eventToWire(event: CollectionEvent): WireEvent {
  const wire = bodyToWire(event);
  wire.time = int64(event.time, 'time');
  wire.seq = uint64(event.seq, 'seq');
  wire.type = event.type.toWellFormed();
  if (isProcessEvent(event) && event.raw !== undefined) wire.raw = event.raw;
  return wire;
}

function bookkeepingFromWire(wire: daemoneye.v1.Event, stamp: BookkeepingStamp): BookkeepingEvent {
  if (stamp.type === 'ledger') {
    if (wire.ledger === null || wire.ledger === undefined) throw malformed('a ledger without one');
    return ledgerFromWire(wire.ledger, stamp);
  }
  if (wire.gap === null || wire.gap === undefined) throw malformed('a gap without one');
  return gapFromWire(wire.gap, stamp);
}

/** With bytes of its own: a view would hold the whole message. */
function withRaw(event: ProcessEvent, raw: Readonly<Record<string, Uint8Array>>): ProcessEvent {
  const entries = Object.entries(raw).map(([key, bytes]) => [key, Uint8Array.from(bytes)] as const);
  return entries.length === 0 ? event : { ...event, raw: Object.fromEntries(entries) };
}

/** The event as a row. Throws `WIRE_MALFORMED` for a body that is missing, not known here, or not the one of its type. */
export function eventFromWire(wire: daemoneye.v1.Event, envelope: Envelope): CollectionEvent {
  if (verbOf(wire.type) !== envelope.verb) throw malformed(`type ${JSON.stringify(wire.type)}`);
  const stamp = {
    domain: envelope.domain,
    time: toBigInt(wire.time),
    host: envelope.host,
    host_name: envelope.host_name,
    collector: envelope.collector,
    epoch: envelope.epoch,
    seq: toNumber(wire.seq, 'seq'),
    type: wire.type,
  };
  if (stamp.seq === 0) throw malformed('seq is missing');
  if (isBookkeeping(stamp)) return bookkeepingFromWire(wire, stamp);
  if (envelope.domain === 'custom' && wire.custom !== null && wire.custom !== undefined)
    return customFromWire(wire.custom, stamp as Omit<CustomEvent, 'values'>);
  if (envelope.domain !== 'process' || wire.process === null || wire.process === undefined)
    throw malformed('the body is missing, or of a kind that is not known here');
  const event = processFromWire(wire.process, stamp as Pick<ProcessEvent, keyof typeof stamp>);
  return withRaw(event, wire.raw);
}
