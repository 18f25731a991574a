import { tableOf } from '@daemoneye/collector-core';
import type {
  BusPayload,
  CapabilityAnnouncement,
  CollectionEvent,
} from '@daemoneye/collector-core';
import { formatTime, toJsonRow } from '@daemoneye/detection';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function isEvent(value: object): value is CollectionEvent {
  return 'domain' in value && 'seq' in value && 'epoch' in value && 'type' in value;
}

/** A message body as JSON: times (keys ending in `time`) as RFC 3339, other 64-bit numbers as the catalogue says, events as rows. */
function plainJson(value: unknown, key = ''): Json {
  if (typeof value === 'bigint') {
    if (key.endsWith('time')) return formatTime(value);
    return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
      ? Number(value)
      : value.toString();
  }
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((item) => plainJson(item));
  if (typeof value !== 'object') return null;
  if (isEvent(value)) return toJsonRow(tableOf(value), value);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, plainJson(item, name)]),
  );
}

/** A bus payload as the objects that `deye tail` prints: an event each for a batch, else one with `type` telling what it is. */
export function payloadJson(payload: BusPayload): Json[] {
  if (payload.kind === 'events') {
    return payload.body.events.map((event) => toJsonRow(tableOf(event), event));
  }
  return [{ type: payload.kind, ...(plainJson(payload.body) as { [key: string]: Json }) }];
}

/** An announcement as `deye collectors --json` prints it. */
export function announcementJson(announcement: CapabilityAnnouncement): Json {
  return plainJson(announcement);
}
