import protobuf from 'protobufjs/minimal.js';
import { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type { EventBatch } from '../model/batch.ts';
import type { CollectionEvent, Domain } from '../model/event.ts';
import { faultOf } from './coded.ts';
import type { WireFault } from './coded.ts';
import { countItems, shapes } from './count-items.ts';
import { eventFromWire, eventToWire } from './event.ts';
import type { Envelope } from './event.ts';
import { toNumber, uint64 } from './integers.ts';
import { keepBytes, keptBytes, readerOf, sawUnknown } from './kept-bytes.ts';
import { checkLimit } from './limits.ts';
import type { WireLimits } from './limits.ts';

/** An event of a batch that cannot be used. */
export interface EventFault extends WireFault {
  /** Its number, where that can still be read. */
  readonly seq: number | null;
}

/** How to read a message. */
export interface DecodeOptions {
  readonly limits: WireLimits;
  /** Whether what is read may be sent again, and so has to keep fields that the schema here does not know. */
  readonly keepUnknown: boolean;
}

interface DecodedBatch {
  readonly batch: EventBatch;
  readonly faults: readonly EventFault[];
}

const EVENTS = 9;
const EVENTS_TAG = (EVENTS << 3) | 2;
const SEQ_TAG = 2 << 3;

const domains = { process: true, custom: true } as const satisfies Record<Domain, true>;
const isDomain = (text: string): text is Domain => Object.hasOwn(domains, text);

const shared = ['domain', 'host', 'host_name', 'collector', 'epoch'] as const;

/** Writes a batch. Throws `WIRE_LIMIT`; `WIRE_VALUE` when an event is of another run than its batch. */
export function writeBatch(batch: EventBatch, writer: protobuf.Writer, limits: WireLimits): void {
  const { domain, verb, host, collector, epoch, events } = batch;
  checkLimit('events', events.length, limits.batchEvents);
  const host_name = events[0]?.host_name ?? '';
  const envelope: Envelope = { domain, verb, host, host_name, collector, epoch };
  const first_seq = uint64(batch.first_seq, 'first_seq');
  const last_seq = uint64(batch.last_seq, 'last_seq');
  daemoneye.v1.EventBatch.encode(
    { ...envelope, host_name: host_name.toWellFormed(), first_seq, last_seq },
    writer,
  );
  for (const event of events) writeEvent(event, envelope, writer);
}

function writeEvent(event: CollectionEvent, envelope: Envelope, writer: protobuf.Writer): void {
  const stranger = shared.find((name) => event[name] !== envelope[name]);
  if (stranger !== undefined)
    throw new DeyeError('WIRE_VALUE', `${stranger} of an event is not the one of its batch`);
  const bytes = keptBytes(event);
  writer.uint32(EVENTS_TAG);
  if (bytes !== undefined) writer.bytes(bytes);
  else daemoneye.v1.Event.encode(eventToWire(event), writer.fork()).ldelim();
}

/** Takes a batch apart without reading its events, so that each can fail by itself. */
function split(bytes: Uint8Array, limits: WireLimits): { rest: Uint8Array; events: Uint8Array[] } {
  const reader = protobuf.Reader.create(bytes);
  const rest: Uint8Array[] = [];
  const events: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.tag();
    if (tag === EVENTS_TAG) {
      checkLimit('events', events.length + 1, limits.batchEvents);
      events.push(reader.bytes());
    } else {
      reader.skipType(tag & 7, 0, tag >>> 3);
      rest.push(bytes.subarray(start, reader.pos));
    }
  }
  return { rest: Buffer.concat(rest), events };
}

/** The envelope of a batch that was read. Throws `WIRE_MALFORMED`. */
export function envelopeOf(batch: daemoneye.v1.EventBatch): Envelope {
  const { domain, verb, host, host_name, collector, epoch } = batch;
  if (!isDomain(domain))
    throw new DeyeError('WIRE_MALFORMED', `domain ${JSON.stringify(domain.slice(0, 64))}`);
  if (verb === '' || host === '' || collector === '' || epoch === '')
    throw new DeyeError('WIRE_MALFORMED', 'verb, host, collector or epoch is missing');
  return { domain, verb, host, host_name, collector, epoch };
}

/** The number of an event of which not all can be read. */
function peekSeq(bytes: Uint8Array): number | null {
  const reader = protobuf.Reader.create(bytes);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      if (tag === SEQ_TAG) return toNumber(reader.uint64(), 'seq');
      reader.skipType(tag & 7, 0, tag >>> 3);
    }
  } catch {
    // What cannot be read has no number.
  }
  return null;
}

function readEvent(bytes: Uint8Array, envelope: Envelope, options: DecodeOptions): CollectionEvent {
  countItems(bytes, shapes.Event, options.limits.items);
  const reader = readerOf(bytes, options.keepUnknown);
  const event = eventFromWire(daemoneye.v1.Event.decode(reader), envelope);
  if (sawUnknown(reader)) keepBytes(event, bytes);
  return event;
}

/**
 * Reads a batch; its size was checked. An event that cannot be read is a fault and costs no other one. Throws `WIRE_LIMIT` for too many
 * events, `WIRE_MALFORMED` for a batch that cannot be taken apart, and the reader's errors.
 */
export function readBatch(bytes: Uint8Array, options: DecodeOptions): DecodedBatch {
  const { rest, events: parts } = split(bytes, options.limits);
  const reader = readerOf(rest, options.keepUnknown);
  const wire = daemoneye.v1.EventBatch.decode(reader);
  const envelope = envelopeOf(wire);
  const first_seq = toNumber(wire.first_seq, 'first_seq');
  const last_seq = toNumber(wire.last_seq, 'last_seq');
  const events: CollectionEvent[] = [];
  const faults: EventFault[] = [];
  for (const part of parts) {
    try {
      const event = readEvent(part, envelope, options);
      if (event.seq < first_seq || event.seq > last_seq)
        throw new DeyeError('WIRE_MALFORMED', 'seq is outside of the batch');
      events.push(event);
    } catch (error) {
      faults.push({ seq: peekSeq(part), ...faultOf(error) });
    }
  }
  const { domain, verb, host, collector, epoch } = envelope;
  const batch = { host, collector, epoch, domain, verb, first_seq, last_seq, events };
  if (sawUnknown(reader) || (options.keepUnknown && faults.length > 0)) keepBytes(batch, bytes);
  return { batch, faults };
}
