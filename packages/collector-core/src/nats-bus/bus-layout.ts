import type { ConsumeOptions } from '../bus/event-bus.ts';
import { buckets, streams } from '../bus/streams.ts';
import type { BucketDefinition, StreamDefinition } from '../bus/streams.ts';

/** What a bus is made of. */
export interface BusLayout {
  readonly streams: readonly StreamDefinition[];
  readonly buckets: readonly BucketDefinition[];
  /** Durables that an administrator creates. Those of a collector's tasks are created by the collector. */
  readonly durables: readonly ConsumeOptions[];
}

/** The streams and buckets of the suite. */
export const busLayout: BusLayout = { streams, buckets: Object.values(buckets), durables: [] };
