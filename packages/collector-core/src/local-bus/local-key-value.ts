import type { KeyValue, KeyValueChange, KeyValueEntry } from '../bus/event-bus.ts';
import type { BucketDefinition } from '../bus/streams.ts';
import { checkSubject } from '../bus/subject-pattern.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import { freezeDeep } from './freeze-payload.ts';
import { BufferedWatch } from '../bus/buffered-watch.ts';

interface Held<T> extends KeyValueEntry<T> {
  readonly untilMs: number;
}

/** One bucket. Keys expire in the order in which they were put. */
export class LocalKeyValue<T> implements KeyValue<T> {
  readonly #definition: BucketDefinition;
  readonly #clock: Clock;
  /** In the order of their last put. */
  readonly #held = new Map<string, Held<T>>();
  readonly #watches = new Set<BufferedWatch<T>>();
  #revision = 0;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(definition: BucketDefinition, clock: Clock) {
    this.#definition = definition;
    this.#clock = clock;
  }

  async get(key: string): Promise<KeyValueEntry<T> | null> {
    this.#check(key);
    const held = this.#held.get(key);
    return held === undefined ? null : entryOf(held);
  }

  async put(key: string, value: T): Promise<number> {
    this.#check(key);
    return this.#put(key, value);
  }

  async create(key: string, value: T): Promise<number> {
    this.#check(key);
    if (this.#held.has(key)) throw new DeyeError('BUS_KEY_EXISTS', key);
    return this.#put(key, value);
  }

  async update(key: string, value: T, revision: number): Promise<number> {
    this.#check(key);
    const current = this.#held.get(key)?.revision ?? 0;
    if (current !== revision)
      throw new DeyeError('BUS_WRONG_REVISION', `${key} is at ${current}, expected ${revision}`);
    return this.#put(key, value);
  }

  async delete(key: string): Promise<void> {
    this.#check(key);
    if (this.#held.delete(key)) this.#tell({ operation: 'delete', key });
  }

  async entries(): Promise<readonly KeyValueEntry<T>[]> {
    this.#checkOpen();
    return [...this.#held.values()].map(entryOf);
  }

  watch(): BufferedWatch<T> {
    this.#checkOpen();
    const watch = new BufferedWatch<T>((closed) => this.#watches.delete(closed));
    for (const held of this.#held.values()) watch.push({ operation: 'put', ...entryOf(held) });
    this.#watches.add(watch);
    return watch;
  }

  /** Ends the watches and refuses everything. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    for (const watch of this.#watches) watch.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new DeyeError('BUS_CLOSED', this.#definition.name);
  }

  #check(key: string): void {
    this.#checkOpen();
    checkSubject(key);
  }

  #put(key: string, value: T): number {
    const { name, maxKeys, ttlMs } = this.#definition;
    if (!this.#held.has(key) && this.#held.size >= maxKeys)
      throw new DeyeError('BUS_STREAM_FULL', name);
    this.#revision += 1;
    const revision = this.#revision;
    const untilMs = this.#clock.monotonicMs() + ttlMs;
    const held = { key, value: freezeDeep(value), revision, untilMs };
    this.#held.delete(key);
    this.#held.set(key, held);
    this.#watchAge();
    this.#tell({ operation: 'put', ...entryOf(held) });
    return revision;
  }

  #tell(change: KeyValueChange<T>): void {
    for (const watch of this.#watches) watch.push(change);
  }

  #oldest(): Held<T> | undefined {
    return this.#held.values().next().value;
  }

  /** One timer, for the key that was put longest ago. */
  #watchAge(): void {
    const oldest = this.#oldest();
    if (this.#cancelTimer !== null || oldest === undefined) return;
    const leftMs = Math.max(0, oldest.untilMs - this.#clock.monotonicMs());
    this.#cancelTimer = this.#clock.after(leftMs, () => {
      this.#cancelTimer = null;
      this.#expire();
      this.#watchAge();
    });
  }

  #expire(): void {
    const nowMs = this.#clock.monotonicMs();
    for (let held = this.#oldest(); held !== undefined; held = this.#oldest()) {
      if (held.untilMs > nowMs) return;
      this.#held.delete(held.key);
      this.#tell({ operation: 'expired', key: held.key });
    }
  }
}

function entryOf<T>({ key, value, revision }: Held<T>): KeyValueEntry<T> {
  return { key, value, revision };
}
