import protobuf from 'protobufjs/minimal.js';
import { daemoneye } from '#gen/daemoneye.js';
import type { BusPayload } from '../bus/event-bus.ts';
import { alertFromWire, writeAlert } from './alert.ts';
import { requestFromWire, requestToWire, resultFromWire, resultToWire } from './analysis.ts';
import { coded } from './coded.ts';
import { countItems, shapes } from './count-items.ts';
import type { Shape } from './count-items.ts';
import { deadLetterFromWire, deadLetterToWire } from './dead-letter.ts';
import { readBatch, writeBatch } from './event-batch.ts';
import type { DecodeOptions, EventFault } from './event-batch.ts';
import { keepBytes, keptBytes, readerOf, sawUnknown } from './kept-bytes.ts';
import { checkLimit, wireLimits } from './limits.ts';

const { AnalysisRequest, AnalysisResult, Alert, DeadLetter } = daemoneye.v1;

/** What a message says, and which of its events could not be read. */
export interface DecodedPayload {
  readonly payload: BusPayload;
  /** Events of the batch that are not in the payload; empty for other kinds. */
  readonly faults: readonly EventFault[];
}

function write(payload: BusPayload, writer: protobuf.Writer): protobuf.Writer {
  switch (payload.kind) {
    case 'events':
      writeBatch(payload.body, writer, wireLimits);
      return writer;
    case 'task':
      return AnalysisRequest.encode(requestToWire(payload.body), writer);
    case 'result':
      return AnalysisResult.encode(resultToWire(payload.body), writer);
    case 'alert':
      writeAlert(payload.body, writer, wireLimits);
      return writer;
    case 'dead_letter':
      return DeadLetter.encode(deadLetterToWire(payload.body), writer);
    default:
      return payload satisfies never;
  }
}

/**
 * The bytes of a message. What was read with `keepUnknown` and has fields that are not known here is written as it was read. Throws
 * `WIRE_VALUE` for a value that its field cannot hold, `WIRE_LIMIT` for a message that no reader would take.
 */
export function encodePayload(payload: BusPayload): Uint8Array {
  const kept = keptBytes(payload.body);
  if (kept !== undefined) return kept;
  const writer = write(payload, protobuf.Writer.create());
  checkLimit('bytes', writer.len, wireLimits.messageBytes);
  return writer.finish();
}

function readWhole<W, B extends object>(
  bytes: Uint8Array,
  { limits, keepUnknown }: DecodeOptions,
  shape: Shape,
  decode: (reader: protobuf.Reader) => W,
  fromWire: (wire: W) => B,
): B {
  countItems(bytes, shape, limits.items);
  const reader = readerOf(bytes, keepUnknown);
  const body = fromWire(decode(reader));
  if (sawUnknown(reader)) keepBytes(body, bytes);
  return body;
}

function read(kind: BusPayload['kind'], bytes: Uint8Array, options: DecodeOptions): DecodedPayload {
  const faults: readonly EventFault[] = [];
  switch (kind) {
    case 'events': {
      const decoded = readBatch(bytes, options);
      return { payload: { kind, body: decoded.batch }, faults: decoded.faults };
    }
    case 'task': {
      const shape = shapes.AnalysisRequest;
      const body = readWhole(
        bytes,
        options,
        shape,
        (r) => AnalysisRequest.decode(r),
        requestFromWire,
      );
      return { payload: { kind, body }, faults };
    }
    case 'result': {
      const shape = shapes.AnalysisResult;
      const body = readWhole(
        bytes,
        options,
        shape,
        (r) => AnalysisResult.decode(r),
        resultFromWire,
      );
      return { payload: { kind, body }, faults };
    }
    case 'alert': {
      const body = readWhole(bytes, options, shapes.Alert, (r) => Alert.decode(r), alertFromWire);
      return { payload: { kind, body }, faults };
    }
    case 'dead_letter': {
      const shape = shapes.DeadLetter;
      const body = readWhole(
        bytes,
        options,
        shape,
        (r) => DeadLetter.decode(r),
        deadLetterFromWire,
      );
      return { payload: { kind, body }, faults };
    }
    default:
      return kind satisfies never;
  }
}

/**
 * What the bytes of a message say. It belongs to the caller: nothing of it is a view of the bytes, nothing is frozen. `keepUnknown` is
 * for those who send on what they read. Throws `WIRE_LIMIT`, before anything is built from the bytes, and `WIRE_MALFORMED`; no other error.
 */
export function decodePayload(
  kind: BusPayload['kind'],
  bytes: Uint8Array,
  options: Partial<DecodeOptions> = {},
): DecodedPayload {
  const { limits = wireLimits, keepUnknown = false } = options;
  try {
    checkLimit('bytes', bytes.length, limits.messageBytes);
    return read(kind, bytes, { limits, keepUnknown });
  } catch (error) {
    throw coded(error);
  }
}
