import type { BucketName } from './event-bus.ts';

/** How a stream keeps the messages of its subjects. */
export interface StreamDefinition {
  readonly name: string;
  /** Patterns; no subject belongs to two streams. */
  readonly subjects: readonly string[];
  /** `limits` keeps until a limit is met; `workqueue` until the one consumer of the message has acknowledged it. */
  readonly retention: 'limits' | 'workqueue';
  /** What gives way when the stream is full: the oldest message, or the publisher. */
  readonly discard: 'old' | 'new';
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** How long a message id is remembered. */
  readonly duplicateWindowMs: number;
}

/** How a key-value bucket keeps its keys. */
export interface BucketDefinition {
  readonly name: BucketName;
  /** A key that is not put again for so long expires. */
  readonly ttlMs: number;
  /** A put of one more key is refused. */
  readonly maxKeys: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const mebibyte = 1_048_576;

/** Every stream of the suite. */
export const streams = [
  {
    name: 'DEYE_EV_PROCESS',
    subjects: ['deye.v1.events.process.>'],
    retention: 'limits',
    discard: 'old',
    maxAgeMs: day,
    maxBytes: 1_024 * mebibyte,
    duplicateWindowMs: 5 * minute,
  },
  {
    name: 'DEYE_EV_CUSTOM',
    subjects: ['deye.v1.events.custom.>'],
    retention: 'limits',
    discard: 'old',
    maxAgeMs: day,
    maxBytes: 1_024 * mebibyte,
    duplicateWindowMs: 5 * minute,
  },
  {
    name: 'DEYE_TASKS',
    subjects: ['deye.v1.tasks.>'],
    retention: 'workqueue',
    discard: 'new',
    maxAgeMs: 10 * minute,
    maxBytes: 64 * mebibyte,
    duplicateWindowMs: 2 * minute,
  },
  {
    name: 'DEYE_RESULTS',
    subjects: ['deye.v1.results.>'],
    retention: 'limits',
    discard: 'old',
    maxAgeMs: hour,
    maxBytes: 128 * mebibyte,
    duplicateWindowMs: 2 * minute,
  },
  {
    name: 'DEYE_ALERTS',
    subjects: ['deye.v1.alerts.>'],
    retention: 'limits',
    discard: 'old',
    maxAgeMs: 7 * day,
    maxBytes: 256 * mebibyte,
    duplicateWindowMs: 2 * minute,
  },
  {
    name: 'DEYE_DLQ',
    subjects: ['deye.v1.dlq.>'],
    retention: 'limits',
    discard: 'old',
    maxAgeMs: 7 * day,
    maxBytes: 64 * mebibyte,
    duplicateWindowMs: 2 * minute,
  },
] as const satisfies readonly StreamDefinition[];

export type StreamName = (typeof streams)[number]['name'];

/** Every key-value bucket of the suite. */
export const buckets = {
  deye_capabilities: { name: 'deye_capabilities', ttlMs: 30_000, maxKeys: 4_096 },
} as const satisfies Record<BucketName, BucketDefinition>;
