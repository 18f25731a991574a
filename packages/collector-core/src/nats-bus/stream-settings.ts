import { DiscardPolicy, RetentionPolicy, StorageType, StoreCompression } from '@nats-io/jetstream';
import type { StreamConfig } from '@nats-io/jetstream';
import type { BucketDefinition, StreamDefinition } from '../bus/streams.ts';

const nanosPerMs = 1e6;
const eventMessageBytes = 262_144;
/** What a key and its announcement take at most, together with what the server adds. */
const bytesPerKey = 16_384;
/** How long the mark of an expired key can be seen. */
export const markerMs = 60_000;

/** Settings that a stream must have. Copies and storage are the operator's: durability tells them. */
export type StreamSettings = Pick<
  StreamConfig,
  | 'subjects'
  | 'retention'
  | 'discard'
  | 'max_age'
  | 'max_bytes'
  | 'max_msgs_per_subject'
  | 'duplicate_window'
  | 'deny_delete'
  | 'allow_direct'
> & { readonly max_msg_size: number; readonly compression: StoreCompression };

/** What the server is asked for a stream. Streams of events take messages up to 256 KiB and let nobody delete one. */
export function streamSettings(definition: StreamDefinition): StreamSettings {
  const isEvents = definition.name.startsWith('DEYE_EV_');
  return {
    subjects: [...definition.subjects],
    retention:
      definition.retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    discard: definition.discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
    max_age: definition.maxAgeMs * nanosPerMs,
    max_bytes: definition.maxBytes,
    max_msgs_per_subject: -1,
    max_msg_size: isEvents ? eventMessageBytes : -1,
    duplicate_window: definition.duplicateWindowMs * nanosPerMs,
    deny_delete: isEvents,
    allow_direct: true,
    compression: StoreCompression.S2,
  };
}

/** Settings that the stream of a bucket must have. */
export interface BucketSettings {
  readonly max_age: number;
  readonly max_bytes: number;
  readonly max_msgs_per_subject: number;
  readonly subject_delete_marker_ttl: number;
}

/** What the server is asked for a bucket: one value per key, and a mark for each key that expires. */
export function bucketSettings({ ttlMs, maxKeys }: BucketDefinition): BucketSettings {
  return {
    max_age: ttlMs * nanosPerMs,
    max_bytes: maxKeys * bytesPerKey,
    max_msgs_per_subject: 1,
    subject_delete_marker_ttl: markerMs * nanosPerMs,
  };
}

/** Name of the stream that holds a bucket. */
export function bucketStream(bucket: string): string {
  return `KV_${bucket}`;
}

export const fileStorage = StorageType.File;

/** A setting that is not as wanted. */
export interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** The settings in which what the server has is not what is wanted; fields in `except` are not looked at. */
export function differencesOf(
  wanted: object,
  found: object,
  except: ReadonlySet<string> = new Set(),
): Difference[] {
  const has = found as Readonly<Record<string, unknown>>;
  return Object.entries(wanted)
    .filter(([field, value]) => !except.has(field) && !isSame(value, has[field]))
    .map(([field, value]) => ({ field, wanted: value as unknown, found: has[field] }));
}

function isSame(wanted: unknown, found: unknown): boolean {
  // The server leaves out what is at its default.
  if (found === undefined) return wanted === false || wanted === 'none';
  if (isTexts(wanted) && isTexts(found))
    return wanted.length === found.length && wanted.every((text) => found.includes(text));
  return wanted === found;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
