import { eventsSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import { isBookkeeping, verbOf } from '../model/event.ts';
import type { Domain } from '../model/event.ts';
import { EventLane } from './event-lane.ts';
import type { BatchLimits } from './event-lane.ts';
import { LaneSender } from './lane-sender.ts';
import type { LaneSenderOptions } from './lane-sender.ts';

/** Verbs whose events do not wait for others. */
const URGENT: ReadonlySet<string> = new Set(['gap', 'gap_closed']);

type Send = LaneSenderOptions['send'];

export interface LaneSetOptions {
  readonly clock: Clock;
  readonly host: string;
  readonly collector: string;
  readonly limits: BatchLimits;
  readonly lingerMs: number;
  readonly sendEvents: Send;
  readonly sendBooks: Send;
}

/** One lane per domain and type, opened by the first event. Bounded by the types of the catalogue. */
export class LaneSet {
  readonly #options: LaneSetOptions;
  readonly #byType = new Map<Domain, Map<string, LaneSender>>();
  readonly #events: LaneSender[] = [];
  readonly #books: LaneSender[] = [];
  #flushing = false;

  constructor(options: LaneSetOptions) {
    this.#options = options;
  }

  /** Throws `BUS_SUBJECT_INVALID` for a type that makes no subject. */
  of(domain: Domain, type: string): LaneSender {
    return this.#byType.get(domain)?.get(type) ?? this.#open(domain, type);
  }

  /** Lanes of events proper, without gaps and ledgers. */
  events(): readonly LaneSender[] {
    return this.#events;
  }

  /** What waits in a lane does not linger. */
  hurry(): void {
    for (const sender of this.#events) sender.hurry();
  }

  /** From now on batches do not linger. */
  flush(): void {
    this.#flushing = true;
    for (const sender of this.#all()) sender.flush();
  }

  /** Ends all timers. */
  close(): void {
    for (const sender of this.#all()) sender.close();
  }

  #all(): LaneSender[] {
    return [...this.#events, ...this.#books];
  }

  #open(domain: Domain, type: string): LaneSender {
    const { clock, host, collector, limits, lingerMs, sendEvents, sendBooks } = this.#options;
    const verb = verbOf(type);
    const books = isBookkeeping({ type });
    const sender = new LaneSender({
      lane: new EventLane(domain, verb, eventsSubject({ domain, verb, host, collector }), limits),
      clock,
      lingerMs,
      urgent: URGENT.has(verb),
      send: books ? sendBooks : sendEvents,
    });
    if (this.#flushing) sender.flush();
    (books ? this.#books : this.#events).push(sender);
    const ofDomain = this.#byType.get(domain) ?? new Map<string, LaneSender>();
    this.#byType.set(domain, ofDomain.set(type, sender));
    return sender;
  }
}
