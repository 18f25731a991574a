import type { BusPayload } from '../bus/event-bus.ts';

/**
 * Freezes what a consumer could change for others, and returns it. An object that is frozen already is taken to be frozen all the
 * way down: producers freeze their events with the lists in them, so that a batch costs one look per event.
 */
export function freezePayload(payload: BusPayload): BusPayload {
  if (payload.kind === 'events') {
    for (const event of payload.body.events) freezeDeep(event);
    Object.freeze(payload.body.events);
    Object.freeze(payload.body);
  } else {
    freezeDeep(payload.body);
  }
  return Object.freeze(payload);
}

/** Freezes plain data at any depth; returns it. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (ArrayBuffer.isView(value)) return value; // bytes cannot be frozen
  Object.freeze(value);
  for (const part of Object.values(value)) freezeDeep(part);
  return value;
}
