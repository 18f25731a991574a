import type { CollectionEvent, Domain } from '../model/event.ts';
import { encodedSize } from './encoded-size.ts';
import { Fifo } from './fifo.ts';

/** Events taken out of a lane together. */
export interface DrawnEvents {
  /** In `seq` order. */
  readonly events: readonly CollectionEvent[];
  /** How many of them came from which source. */
  readonly counts: ReadonlyMap<number, number>;
}

/** When a batch is full. */
export interface BatchLimits {
  readonly batchMaxEvents: number;
  /** By `encodedSize`; one event that is larger travels alone. */
  readonly batchMaxBytes: number;
}

/**
 * Events of one subject that wait for their batch: first in, first out per source, sources taking turns, so that the backlog of
 * one does not delay another. Bounded by the buffer that admits into it.
 */
export class EventLane {
  readonly domain: Domain;
  readonly verb: string;
  readonly subject: string;
  readonly #limits: BatchLimits;
  readonly #events: Fifo<CollectionEvent>[] = [];
  readonly #sizes: Fifo<number>[] = [];
  #length = 0;
  #bytes = 0;
  #turn = 0;

  constructor(domain: Domain, verb: string, subject: string, limits: BatchLimits) {
    this.domain = domain;
    this.verb = verb;
    this.subject = subject;
    this.#limits = limits;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether a batch cannot grow further. */
  get isFull(): boolean {
    return this.#length >= this.#limits.batchMaxEvents || this.#bytes >= this.#limits.batchMaxBytes;
  }

  push(source: number, event: CollectionEvent): void {
    while (this.#events.length <= source) {
      this.#events.push(new Fifo());
      this.#sizes.push(new Fifo());
    }
    const size = encodedSize(event);
    this.#events[source]?.push(event);
    this.#sizes[source]?.push(size);
    this.#length += 1;
    this.#bytes += size;
  }

  /** Takes out the next batch; empty when nothing waits. */
  draw(): DrawnEvents {
    return this.#take(this.#limits.batchMaxEvents, this.#limits.batchMaxBytes);
  }

  /** Takes out everything. */
  drawAll(): DrawnEvents {
    return this.#take(Infinity, Infinity);
  }

  #take(maxEvents: number, maxBytes: number): DrawnEvents {
    const events: CollectionEvent[] = [];
    const counts = new Map<number, number>();
    let bytes = 0;
    while (this.#length > 0 && events.length < maxEvents) {
      const source = this.#next();
      const size = this.#sizes[source]?.peek() ?? 0;
      if (events.length > 0 && bytes + size > maxBytes) break;
      events.push(this.#shift(source, size));
      counts.set(source, (counts.get(source) ?? 0) + 1);
      bytes += size;
    }
    return { events: inOrder(events), counts };
  }

  #shift(source: number, size: number): CollectionEvent {
    this.#sizes[source]?.shift();
    this.#length -= 1;
    this.#bytes -= size;
    this.#turn = source + 1;
    return this.#events[source]?.shift() as CollectionEvent;
  }

  /** The source whose turn it is, among those with events. */
  #next(): number {
    const sources = this.#events.length;
    for (let step = 0; step < sources; step += 1) {
      const source = (this.#turn + step) % sources;
      if ((this.#events[source]?.length ?? 0) > 0) return source;
    }
    return 0;
  }
}

/** With one source they are in order already. */
function inOrder(events: CollectionEvent[]): CollectionEvent[] {
  for (let i = 1; i < events.length; i += 1)
    if ((events[i] as CollectionEvent).seq < (events[i - 1] as CollectionEvent).seq)
      return events.toSorted((a, b) => a.seq - b.seq);
  return events;
}
