import type { BusPayload } from '../bus/event-bus.ts';

const perMessage = 64;
const perEntry = 8;

/**
 * Bytes that a payload holds, an estimate: the sizes of its texts and 8 per value. Of a batch the first and the last event are
 * measured and stand for the others.
 */
export function payloadSize(payload: BusPayload): number {
  if (payload.kind !== 'events') return perMessage + sizeOf(payload.body);
  const { events } = payload.body;
  const ends = sizeOf(events.at(0)) + sizeOf(events.at(-1));
  return perMessage + Math.ceil((ends * events.length) / 2);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return perEntry + value.length;
  if (typeof value !== 'object' || value === null) return perEntry;
  if (ArrayBuffer.isView(value)) return perEntry + value.byteLength;
  let bytes = perEntry;
  for (const part of Object.values(value)) bytes += sizeOf(part);
  return bytes;
}
