import type { CollectorSettings } from '../config/collector-config.ts';
import type { LedgerTotals } from '../model/capability.ts';
import type { CollectionEvent, Domain, EventDraft } from '../model/event.ts';
import type { GapReason, Loss } from '../model/gap.ts';
import { Admission } from './admission.ts';
import { BatchPublisher } from './batch-publisher.ts';
import type { BatchPublisherOptions, PublishObserver } from './batch-publisher.ts';
import { Bookkeeper } from './bookkeeper.ts';
import type { DrawnEvents, EventLane } from './event-lane.ts';
import { EventLedger } from './event-ledger.ts';
import { TurnTaker, nextTurn } from './event-loop-turn.ts';
import { RUNTIME } from './gap-account.ts';
import type { LaneSender } from './lane-sender.ts';
import { LaneSet } from './lane-set.ts';
import { SettledSignal } from './settled-signal.ts';
import { WaitingRoom } from './waiting-room.ts';

/** How often gaps are told at the end before a bus that refuses them is given up. */
const CLOSING_ROUNDS = 3;

/** A source as the pipeline knows it. */
export interface PipelineSource {
  readonly name: string;
  readonly domain: Domain;
}

/** Is told what happens on the way; must not throw. */
export interface PipelineObserver extends PublishObserver {
  /** The queue has come under pressure, or that has ended. */
  pressed(pressed: boolean): void;
  shed(reason: GapReason, count: number): void;
  lost(reason: GapReason, count: number): void;
}

export interface PipelineOptions extends BatchPublisherOptions {
  readonly settings: CollectorSettings;
  readonly sources: readonly PipelineSource[];
  /** Domain of ledger events. */
  readonly domain: Domain;
  readonly observer: PipelineObserver;
}

/**
 * The way of an event from `emit` to the bus: stamp, bounded buffer, batch per subject, publish. Every number that is stamped ends
 * stored or in exactly one gap range; until then it is pending. Bounded: the buffer, as many waiting events as the buffer, the
 * reserve of the bookkeeper.
 */
export class EventPipeline {
  readonly #options: PipelineOptions;
  readonly #ledger = new EventLedger();
  readonly #admission: Admission;
  readonly #waiting: WaitingRoom;
  readonly #books: Bookkeeper;
  readonly #publisher: BatchPublisher;
  readonly #lanes: LaneSet;
  readonly #settled = new SettledSignal();
  readonly #giveUpEvents = new AbortController();
  readonly #giveUpBooks = new AbortController();
  readonly #turns = new TurnTaker();
  readonly #emitted: number[];
  readonly #cancelLedger: () => void;
  #pressed = false;
  #closed = false;

  constructor(options: PipelineOptions) {
    const { settings, sources, clock, domain, emitter } = options;
    this.#options = options;
    this.#emitted = sources.map(() => 0);
    this.#admission = new Admission(settings.eventBufferSize, sources.length);
    this.#publisher = new BatchPublisher(options);
    this.#lanes = new LaneSet({
      clock,
      host: emitter.host.token,
      collector: emitter.collector,
      limits: settings,
      lingerMs: settings.batchLingerMs,
      sendEvents: this.#sendEvents,
      sendBooks: this.#sendBooks,
    });
    this.#waiting = new WaitingRoom({
      clock,
      sources: sources.length,
      perSource: Math.max(Math.floor(settings.eventBufferSize / Math.max(sources.length, 1)), 1),
      maxWaitMs: settings.maxBackpressureWaitMs,
      onExpired: (source, event) => this.#shed(this.#nameOf(source), [event]),
    });
    this.#books = new Bookkeeper({
      clock,
      domain,
      reserve: Math.max(Math.floor(settings.eventBufferSize / 100), 8),
      queue: (draft) => this.#queueBookkeeping(draft),
      totals: () => this.#ledger.totals(),
    });
    this.#cancelLedger = clock.every(settings.ledgerIntervalMs, () => this.#books.account());
  }

  /** Events in the buffer. */
  get depth(): number {
    return this.#admission.depth;
  }

  /** Whether the buffer is filled to the threshold, or an event waits for room. */
  get isPressed(): boolean {
    return this.#pressed;
  }

  totals(): LedgerTotals {
    return this.#ledger.totals();
  }

  /** Events of one source that got a number. */
  emittedBy(source: number): number {
    return this.#emitted[source] ?? 0;
  }

  /** As `SourceContext.emit`. After `drain` has ended nothing gets a number any more. */
  emit(source: number, draft: EventDraft): Promise<boolean> {
    if (this.#closed) return nextTurn(false);
    // Before the stamp: a type that makes no subject must not leave a hole.
    const sender = this.#lanes.of(draft.domain, draft.type);
    const event = this.#stamp(draft);
    this.#emitted[source] = (this.#emitted[source] ?? 0) + 1;
    if (this.#waiting.waitingOf(source) === 0 && this.#mayEnter(source)) {
      this.#enter(source, event, sender);
      return this.#turns.next();
    }
    this.#press();
    this.#lanes.hurry();
    if (!this.#books.isFull && this.#waiting.mayWait(source))
      return this.#waiting.wait(source, event);
    this.#shed(this.#nameOf(source), [event]);
    return nextTurn(false);
  }

  /** As `SourceContext.lost`. */
  lost(source: number, loss: Loss): void {
    if (this.#closed) return;
    this.#ledger.lost(loss.count);
    this.#options.observer.lost(loss.reason, loss.count);
    this.#books.lost({ domain: this.#domainOf(source), source: this.#nameOf(source) }, loss);
  }

  /** From now on batches do not linger. */
  flush(): void {
    this.#lanes.flush();
  }

  /**
   * Ends the pipeline. Events are delivered until `eventsUntilMs`; what then is left goes into gaps. Gaps and the last ledger are
   * published until `untilMs`; both by the monotonic clock. Returns how many numbers are neither stored nor in a stored gap.
   */
  async drain(eventsUntilMs: number, untilMs: number): Promise<number> {
    this.flush();
    await this.#until(() => this.#isIdle(), eventsUntilMs);
    this.#giveUpEvents.abort();
    this.#closed = true;
    this.#waiting.dismiss();
    this.#shedLanes();
    await this.#until(() => this.#isIdle(), untilMs);
    let rounds = 0;
    do {
      this.#books.tell();
      // Each round waits for the one before.
      // oxlint-disable-next-line no-await-in-loop
      await this.#until(() => this.#books.underWay === 0, untilMs);
      rounds += 1;
    } while (this.#books.hasUntold && rounds < CLOSING_ROUNDS);
    this.#books.account();
    await this.#until(() => this.#books.underWay === 0, untilMs);
    this.#giveUpBooks.abort();
    this.#books.close();
    this.#cancelLedger();
    this.#lanes.close();
    const { last_seq, stored } = this.#ledger.totals();
    return last_seq - stored - this.#books.told;
  }

  #stamp(draft: EventDraft): CollectionEvent {
    const { host, collector, epoch } = this.#options.emitter;
    draft.host = host.token;
    draft.host_name = host.name;
    draft.collector = collector;
    draft.epoch = epoch;
    draft.seq = this.#ledger.stamp();
    return Object.freeze(draft) as unknown as CollectionEvent;
  }

  readonly #mayEnter = (source: number): boolean =>
    !this.#books.isFull && this.#admission.mayEnter(source);

  #enter(source: number, event: CollectionEvent, sender: LaneSender): void {
    this.#admission.enter(source);
    if (!this.#pressed && this.#admission.depth >= this.#options.settings.backpressureThreshold)
      this.#press();
    sender.lane.push(source, event);
    sender.offer();
  }

  readonly #admit = (source: number, event: CollectionEvent): void => {
    this.#enter(source, event, this.#lanes.of(event.domain, event.type));
  };

  #queueBookkeeping(draft: EventDraft): number {
    const sender = this.#lanes.of(draft.domain, draft.type);
    const event = this.#stamp(draft);
    sender.lane.push(0, event);
    // The bookkeeper notes the number before the event can be settled.
    queueMicrotask(() => sender.offer());
    return event.seq;
  }

  readonly #sendEvents = async (lane: EventLane, drawn: DrawnEvents): Promise<void> => {
    const { status } = await this.#publisher.publish(lane, drawn.events, this.#giveUpEvents.signal);
    if (status === 'stored') this.#ledger.stored(drawn.events.length);
    else this.#shed(RUNTIME, drawn.events, status === 'refused' ? 'publish_refused' : 'queue_shed');
    this.#release(drawn);
    queueMicrotask(() => this.#settled.notify());
  };

  readonly #sendBooks = async (lane: EventLane, drawn: DrawnEvents): Promise<void> => {
    const { status } = await this.#publisher.publish(lane, drawn.events, this.#giveUpBooks.signal);
    if (status === 'stored') {
      this.#ledger.stored(drawn.events.length);
      this.#books.stored(drawn.events);
    } else {
      this.#ledger.shed(drawn.events.length);
      this.#options.observer.shed('publish_refused', drawn.events.length);
      this.#books.refused(drawn.events);
    }
    queueMicrotask(() => this.#settled.notify());
  };

  /** Gives room back, and lets in who waits for it. */
  #release(drawn: DrawnEvents): void {
    for (const [source, count] of drawn.counts) this.#admission.leave(source, count);
    this.#waiting.admit(this.#mayEnter, this.#admit);
    const isBelow = this.#admission.depth < this.#options.settings.backpressureThreshold;
    if (!this.#pressed || !isBelow || this.#waiting.length > 0) return;
    this.#pressed = false;
    this.#options.observer.pressed(false);
  }

  #press(): void {
    if (this.#pressed) return;
    this.#pressed = true;
    this.#options.observer.pressed(true);
  }

  #shed(
    source: string,
    events: readonly CollectionEvent[],
    reason: GapReason = 'queue_shed',
  ): void {
    const [first] = events;
    if (first === undefined) return;
    this.#ledger.shed(events.length);
    this.#options.observer.shed(reason, events.length);
    this.#books.shed({ domain: first.domain, source, reason }, events);
  }

  /** Only lanes of events: gaps and ledgers keep their time. */
  #shedLanes(): void {
    for (const { lane } of this.#lanes.events()) {
      const drawn = lane.drawAll();
      this.#shed(RUNTIME, drawn.events);
      this.#release(drawn);
    }
  }

  #isIdle(): boolean {
    return this.#admission.depth === 0 && this.#waiting.length === 0;
  }

  async #until(isMet: () => boolean, untilMs: number): Promise<void> {
    const { clock } = this.#options;
    const leftMs = untilMs - clock.monotonicMs();
    await this.#settled.until(isMet, (over) => clock.sleep(Math.max(leftMs, 0), over));
  }

  #nameOf(source: number): string {
    return this.#options.sources[source]?.name ?? RUNTIME;
  }

  #domainOf(source: number): Domain {
    return this.#options.sources[source]?.domain ?? this.#options.domain;
  }
}
