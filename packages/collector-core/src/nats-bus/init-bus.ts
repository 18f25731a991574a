import { jetstream } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from 'nats';
import { consumerSettings } from '../bus/consumer-settings.ts';
import type { BucketDefinition, StreamDefinition } from '../bus/streams.ts';
import type { BusLayout } from './bus-layout.ts';
import {
  faultsOf,
  judgeServer,
  streamConfigOf,
  throwFaults,
  wantedStreams,
} from './compare-bus.ts';
import type { BusReport, CompareOptions } from './compare-bus.ts';
import { ensureDurable } from './ensure-durable.ts';
import { callServer, managerOf } from './js-api.ts';
import type { NatsLink } from './nats-link.ts';
import {
  bucketSettings,
  bucketStream,
  fileStorage,
  markerMs,
  streamSettings,
} from './stream-settings.ts';

export interface InitOptions extends CompareOptions {
  /** Copies of each stream. Default 1. */
  readonly replicas?: number;
}

/** What was done. */
export interface InitReport extends BusReport {
  /** Streams that did not exist, those of buckets too. */
  readonly created: readonly string[];
}

/**
 * Creates the streams, buckets and durables that the server lacks, and compares all of them with what the server returned: a server
 * may ignore a setting that it does not know. What exists is not changed. May be called twice. Rejects as `compareBus` does.
 */
export async function initBus(
  link: NatsLink,
  layout: BusLayout,
  options: InitOptions = {},
): Promise<InitReport> {
  return callServer(
    link,
    async (nats) => {
      const { version, missing, without } = judgeServer(nats, options);
      const jsm = await managerOf(nats);
      const created = await createMissing({ nats, jsm, layout, without, ...options });
      const faults: string[] = [];
      for (const { name, wanted } of wantedStreams(layout))
        faults.push(...faultsOf(name, wanted, (await streamConfigOf(jsm, name)) ?? {}, without));
      throwFaults(faults);
      await createDurables(jsm, layout, without);
      return { version, missing, created };
    },
    options.giveUpMs,
  );
}

interface Making extends InitOptions {
  readonly nats: NatsConnection;
  readonly jsm: JetStreamManager;
  readonly layout: BusLayout;
  readonly without: ReadonlySet<string>;
}

async function createMissing(making: Making): Promise<string[]> {
  const { jsm, layout } = making;
  const created: string[] = [];
  for (const stream of layout.streams)
    if ((await streamConfigOf(jsm, stream.name)) === null) {
      await createStream(making, stream);
      created.push(stream.name);
    }
  for (const bucket of layout.buckets)
    if ((await streamConfigOf(jsm, bucketStream(bucket.name))) === null) {
      await createBucket(making, bucket);
      created.push(bucketStream(bucket.name));
    }
  return created;
}

async function createStream(making: Making, stream: StreamDefinition): Promise<void> {
  const { jsm, replicas = 1, without } = making;
  const settings = Object.entries(streamSettings(stream)).filter(([field]) => !without.has(field));
  await jsm.streams.add({
    ...Object.fromEntries(settings),
    name: stream.name,
    storage: fileStorage,
    num_replicas: replicas,
  });
}

async function createBucket(making: Making, bucket: BucketDefinition): Promise<void> {
  const { nats, replicas = 1, without } = making;
  const marks = without.has('subject_delete_marker_ttl') ? {} : { markerTTL: markerMs };
  await new Kvm(jetstream(nats)).create(bucket.name, {
    history: 1,
    ttl: bucket.ttlMs,
    max_bytes: bucketSettings(bucket).max_bytes,
    replicas,
    storage: fileStorage,
    ...marks,
  });
}

async function createDurables(
  jsm: JetStreamManager,
  layout: BusLayout,
  without: ReadonlySet<string>,
): Promise<void> {
  for (const options of layout.durables) {
    const stream = layout.streams.find(({ name }) => name === options.stream);
    if (stream !== undefined) await ensureDurable(jsm, consumerSettings(options, stream), without);
  }
}
