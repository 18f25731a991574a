import protobuf from 'protobufjs/minimal.js';
import { checkLimit } from './limits.ts';

/** A field that has entries, or a message in which some field has. */
interface Part {
  readonly counted: boolean;
  readonly parts?: Shape;
}

/** The fields of a message, by number, in which lists and maps are; the others are not looked into. */
export type Shape = Readonly<Record<number, Part>>;

const entries: Part = { counted: true };
const listOf: Part = { counted: false, parts: { 1: entries } };
const valueMap: Part = {
  counted: true,
  parts: { 2: { counted: false, parts: { 5: listOf } } },
};
const correlation: Part = { counted: false, parts: { 6: entries } };

const event: Shape = {
  5: entries,
  10: { counted: false, parts: { 6: listOf, 24: listOf, 35: listOf } },
  13: { counted: false, parts: { 1: entries } },
  14: { counted: false, parts: { 6: listOf } },
  16: { counted: false, parts: { 1: valueMap } },
};
const result: Shape = { 12: valueMap, 15: correlation };

/** Where lists and maps are in each message that is read whole. */
export const shapes = {
  Event: event,
  AnalysisRequest: { 7: valueMap, 11: correlation },
  AnalysisResult: result,
  Alert: {
    7: entries,
    15: { counted: false, parts: { 9: { counted: true, parts: event } } },
    16: { counted: true, parts: result },
    17: entries,
  },
  DeadLetter: {},
  CapabilityAnnouncement: {
    9: entries,
    10: entries,
    11: { counted: true, parts: { 2: listOf } },
  },
} as const satisfies Record<string, Shape>;

const DELIMITED = 2;

/**
 * Throws `WIRE_LIMIT` when the lists and maps of a message have more than `limit` entries together, before any is built. An entry takes
 * two bytes at least, so that most messages are too short to be looked at. Throws the reader's errors for what is no message.
 */
export function countItems(bytes: Uint8Array, shape: Shape, limit: number): void {
  if (bytes.length <= limit * 2) return;
  count(protobuf.Reader.create(bytes), bytes.length, shape, 0, limit);
}

function count(
  reader: protobuf.Reader,
  end: number,
  shape: Shape,
  before: number,
  limit: number,
): number {
  let items = before;
  while (reader.pos < end) {
    const tag = reader.tag();
    const part = shape[tag >>> 3];
    if (part === undefined || (tag & 7) !== DELIMITED) {
      reader.skipType(tag & 7, 0, tag >>> 3);
      continue;
    }
    const length = reader.size();
    if (part.counted) checkLimit('entries of lists and maps', (items += 1), limit);
    if (part.parts === undefined) reader.skip(length);
    else items = count(reader, reader.pos + length, part.parts, items, limit);
  }
  return items;
}
