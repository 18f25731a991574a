import { jetstream } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { KV, KvEntry } from '@nats-io/kv';
import type { NatsConnection } from 'nats';
import { BufferedWatch } from '../bus/buffered-watch.ts';
import type { KeyValue, KeyValueEntry, KeyValueWatch } from '../bus/event-bus.ts';
import { checkSubject } from '../bus/subject-pattern.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { ErrorCode } from '../error/error-table.ts';
import { callServer } from './js-api.ts';
import { followBucket } from './follow-bucket.ts';
import { apiCode, apiCodeOf } from './nats-failure.ts';
import type { NatsLink } from './nats-link.ts';

const timeoutMs = 2_000;

/** Bytes of the values of a bucket. */
export interface ValueCodec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** One bucket. A value that cannot be decoded is as if it were not there, and is logged. */
export class NatsKeyValue<T> implements KeyValue<T> {
  readonly #link: NatsLink;
  readonly #bucket: string;
  readonly #codec: ValueCodec<T>;
  readonly #watches = new Map<BufferedWatch<T>, () => void>();
  #opened: Promise<KV> | null = null;

  constructor(link: NatsLink, bucket: string, codec: ValueCodec<T>) {
    this.#link = link;
    this.#bucket = bucket;
    this.#codec = codec;
  }

  async get(key: string): Promise<KeyValueEntry<T> | null> {
    this.#check(key);
    const entry = await this.#call((kv) => kv.get(key));
    return entry === null ? null : this.#decode(entry);
  }

  async put(key: string, value: T): Promise<number> {
    this.#check(key);
    const bytes = this.#codec.encode(value);
    return this.#write(key, bytes, 'BUS_WRONG_REVISION', (kv) => kv.put(key, bytes));
  }

  async create(key: string, value: T): Promise<number> {
    this.#check(key);
    const bytes = this.#codec.encode(value);
    return this.#write(key, bytes, 'BUS_KEY_EXISTS', (kv) => kv.create(key, bytes));
  }

  async update(key: string, value: T, revision: number): Promise<number> {
    this.#check(key);
    const bytes = this.#codec.encode(value);
    return this.#write(key, bytes, 'BUS_WRONG_REVISION', (kv) => kv.update(key, bytes, revision));
  }

  async delete(key: string): Promise<void> {
    this.#check(key);
    await this.#call((kv) => kv.delete(key));
  }

  async entries(): Promise<readonly KeyValueEntry<T>[]> {
    this.#checkOpen();
    const entries = await this.#call(async (kv) => {
      const keys: string[] = [];
      for await (const key of await kv.keys()) keys.push(key);
      return Promise.all(keys.map((key) => kv.get(key)));
    });
    return entries
      .map((entry) => (entry === null ? null : this.#decode(entry)))
      .filter((entry) => entry !== null);
  }

  watch(): KeyValueWatch<T> {
    this.#checkOpen();
    const watch = new BufferedWatch<T>((closed) => {
      this.#watches.get(closed)?.();
      this.#watches.delete(closed);
    });
    const stop = followBucket({
      link: this.#link,
      open: () => this.#open(),
      put: (entry) => {
        const decoded = this.#decode(entry);
        if (decoded !== null) watch.push({ operation: 'put', ...decoded });
      },
      gone: (key, operation) => watch.push({ operation, key }),
    });
    this.#watches.set(watch, stop);
    return watch;
  }

  /** Ends the watches. */
  close(): void {
    for (const watch of this.#watches.keys()) watch.close();
  }

  #checkOpen(): void {
    if (this.#link.state === 'closed') throw new DeyeError('BUS_CLOSED', this.#bucket);
  }

  #check(key: string): void {
    this.#checkOpen();
    checkSubject(key);
  }

  #call<R>(call: (kv: KV, attempt: number) => Promise<R>): Promise<R> {
    return callServer(this.#link, async (_, attempt) => call(await this.#open(), attempt));
  }

  /** Writes; when an earlier attempt may have succeeded unseen, reads back before it calls the key another's. */
  async #write(
    key: string,
    bytes: Uint8Array,
    taken: ErrorCode,
    write: (kv: KV) => Promise<number>,
  ): Promise<number> {
    return this.#call(async (kv, attempt) => {
      try {
        return await write(kv);
      } catch (error) {
        const code = apiCodeOf(error);
        if (code === apiCode.maximumReached || code === apiCode.insufficientResources)
          throw new DeyeError('BUS_STREAM_FULL', this.#bucket, { cause: error });
        if (code !== apiCode.wrongLastSequence && code !== apiCode.wrongLastInProcess) throw error;
        const held = attempt > 1 ? await kv.get(key) : null;
        if (held?.operation === 'PUT' && Buffer.compare(held.value, bytes) === 0)
          return held.revision;
        throw new DeyeError(taken, key, { cause: error });
      }
    });
  }

  #decode(entry: KvEntry): KeyValueEntry<T> | null {
    if (entry.operation !== 'PUT') return null;
    try {
      const { key, revision } = entry;
      return { key, value: this.#codec.decode(entry.value), revision };
    } catch (error) {
      const where = { bucket: this.#bucket, key: entry.key };
      this.#link.options.log.warn({ ...where, err: error }, 'a value cannot be decoded');
      return null;
    }
  }

  #open(): Promise<KV> {
    this.#opened ??= this.#link.connected(timeoutMs).then((nats) => openBucket(nats, this.#bucket));
    // A failure is not kept: the next call tries again.
    this.#opened.catch(() => {
      this.#opened = null;
    });
    return this.#opened;
  }
}

/** The bucket, without asking the server for it. */
function openBucket(nats: NatsConnection, bucket: string): Promise<KV> {
  return new Kvm(jetstream(nats, { timeout: timeoutMs })).open(bucket);
}
