import protobuf from 'protobufjs/minimal.js';
import { aProcessEvent } from '../../src/testing/index.ts';
import { encodePayload } from '../../src/index.ts';
import type { EventBatch, ProcessEvent } from '../../src/index.ts';

const EVENTS_TAG = (9 << 3) | 2;

/** A batch of `count` process events, numbered from 1. */
export function aBatch(count: number, given: Partial<ProcessEvent> = {}): EventBatch {
  const events = Array.from({ length: count }, (_, index) =>
    aProcessEvent({ ...given, seq: index + 1 }),
  );
  const { host, collector, epoch, domain } = aProcessEvent();
  return {
    host,
    collector,
    epoch,
    domain,
    verb: 'started',
    first_seq: 1,
    last_seq: Math.max(1, count),
    events,
  };
}

/** The bytes of a batch in two parts: its events, and the rest. */
function takeApart(bytes: Uint8Array): { rest: Uint8Array; events: Uint8Array[] } {
  const reader = protobuf.Reader.create(bytes);
  const rest: Uint8Array[] = [];
  const events: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.tag();
    if (tag === EVENTS_TAG) events.push(reader.bytes());
    else rest.push(bytes.subarray(start, reader.skipType(tag & 7).pos));
  }
  return { rest: Buffer.concat(rest), events };
}

/** The bytes of one event, as they stand in a batch. */
export function eventBytes(event: ProcessEvent): Uint8Array {
  const { host, collector, epoch, domain, seq } = event;
  const numbers = { verb: 'started', first_seq: seq, last_seq: seq };
  const body = { host, collector, epoch, domain, ...numbers, events: [event] };
  return takeApart(encodePayload({ kind: 'events', body })).events[0] ?? new Uint8Array();
}

/** A batch of events that are given as bytes. */
export function batchBytes(events: readonly Uint8Array[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const event of events) writer.uint32(EVENTS_TAG).bytes(event);
  const body = { ...aBatch(1), last_seq: events.length };
  const { rest } = takeApart(encodePayload({ kind: 'events', body }));
  return Buffer.concat([rest, writer.finish()]);
}

/** A field that the schema does not have: number 1 000, some text. */
export function unknownField(): Uint8Array {
  return protobuf.Writer.create()
    .uint32((1_000 << 3) | 2)
    .string('from a later version')
    .finish();
}
