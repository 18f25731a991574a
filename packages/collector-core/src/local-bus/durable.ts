import type { ConsumerStats, Delivery } from '../bus/event-bus.ts';
import { compileSubjects } from '../bus/subject-pattern.ts';
import type { Clock } from '../clock/clock.ts';
import type { ConsumerSettings } from '../bus/consumer-settings.ts';
import { LocalDelivery } from './local-delivery.ts';
import type { DeliverySettler } from './local-delivery.ts';
import type { LogEntry, StreamLog } from './stream-log.ts';
import { Waiters } from '../bus/waiters.ts';

/** What becomes of messages that a durable is done with. */
export interface DurableOutcomes {
  acked(entry: LogEntry): void;
  dead(entry: LogEntry, deliveries: number, reason: string): void;
}

interface Outstanding {
  readonly entry: LogEntry;
  readonly deliveries: number;
  /** In the hands of a consumer, or waiting to be delivered again. */
  readonly out: boolean;
  /** End of the ack wait, or of the delay of a nak; infinite once it may be delivered again. */
  readonly dueMs: number;
}

/**
 * Position of a durable consumer: the next message, and at most `maxAckPending` that were delivered and are not settled. Lives as
 * long as its stream.
 */
export class Durable implements DeliverySettler {
  readonly settings: ConsumerSettings;
  readonly #log: StreamLog;
  readonly #clock: Clock;
  readonly #outcomes: DurableOutcomes;
  readonly #wants: (subject: string) => boolean;
  readonly #waiters = new Waiters<Delivery>();
  readonly #outstanding = new Map<number, Outstanding>();
  /** Sequences of `outstanding` that are to be delivered again, now. */
  #again: number[] = [];
  #next: number;
  #cancelTimer: (() => void) | null = null;
  #timerMs = Infinity;
  #counts = { delivered: 0, acked: 0, redelivered: 0, evicted: 0, dead: 0 };

  constructor(settings: ConsumerSettings, log: StreamLog, clock: Clock, outcomes: DurableOutcomes) {
    this.settings = settings;
    this.#log = log;
    this.#clock = clock;
    this.#outcomes = outcomes;
    this.#wants = compileSubjects(settings.subjects);
    this.#next = settings.deliver === 'all' ? log.first : log.last + 1;
  }

  stats(): ConsumerStats {
    let pending = 0;
    for (let sequence = this.#position(); sequence <= this.#log.last; sequence += 1) {
      const entry = this.#log.get(sequence);
      if (entry !== undefined && this.#wants(entry.subject)) pending += 1;
    }
    return { ...this.#counts, pending };
  }

  /** The next delivery for one consumer. */
  pull(owner: object): Promise<IteratorResult<Delivery, undefined>> {
    const result = this.#waiters.wait(owner);
    this.wake();
    return result;
  }

  /** Ends the waiting of one consumer, or of all. */
  release(owner?: object): void {
    this.#waiters.end(owner);
  }

  /** Hands out what may be handed out; called when the stream has a new message. */
  wake(): void {
    while (this.#waiters.some) {
      const delivery = this.#takeAgain() ?? this.#takeNext();
      if (delivery === null) return;
      this.#waiters.give(delivery);
    }
  }

  /** The stream removed a message by its limits. */
  evicted(entry: LogEntry): void {
    if (entry.sequence >= this.#next && this.#wants(entry.subject)) this.#counts.evicted += 1;
  }

  /** Delivers nothing any more. */
  stop(): void {
    this.#cancelTimer?.();
    this.#outstanding.clear();
    this.#again = [];
    this.release();
  }

  acked(sequence: number): void {
    const entry = this.#settle(sequence);
    if (entry === null) return;
    this.#counts.acked += 1;
    this.#outcomes.acked(entry);
    this.wake();
  }

  refused(sequence: number, deliveries: number, delayMs: number): void {
    const held = this.#outstanding.get(sequence);
    if (held === undefined || !held.out || held.deliveries !== deliveries) return;
    if (this.#exhausted(held)) return;
    if (delayMs > 0) {
      const dueMs = this.#clock.monotonicMs() + delayMs;
      this.#outstanding.set(sequence, { ...held, out: false, dueMs });
      this.#armTimer(dueMs);
    } else {
      this.#makeReady(held);
      this.wake();
    }
  }

  terminated(sequence: number, reason: string): void {
    const held = this.#outstanding.get(sequence);
    if (held !== undefined) this.#giveUp(held, reason);
  }

  #position(): number {
    this.#next = Math.max(this.#next, this.#log.first);
    return this.#next;
  }

  #takeNext(): Delivery | null {
    if (this.#outstanding.size >= this.settings.maxAckPending) return null;
    for (let sequence = this.#position(); sequence <= this.#log.last; sequence += 1) {
      this.#next = sequence + 1;
      const entry = this.#log.get(sequence);
      if (entry !== undefined && this.#wants(entry.subject)) return this.#deliver(entry, 1);
    }
    return null;
  }

  #takeAgain(): Delivery | null {
    for (
      let sequence = this.#again.shift();
      sequence !== undefined;
      sequence = this.#again.shift()
    ) {
      const held = this.#outstanding.get(sequence);
      if (held === undefined) continue;
      if (this.#log.get(sequence) !== undefined)
        return this.#deliver(held.entry, held.deliveries + 1);
      this.#outstanding.delete(sequence);
      this.#counts.evicted += 1;
    }
    return null;
  }

  #deliver(entry: LogEntry, deliveries: number): Delivery {
    const dueMs = this.#clock.monotonicMs() + this.settings.ackWaitMs;
    this.#outstanding.set(entry.sequence, { entry, deliveries, out: true, dueMs });
    this.#armTimer(dueMs);
    this.#counts.delivered += 1;
    if (deliveries > 1) this.#counts.redelivered += 1;
    return new LocalDelivery(this.settings.stream, entry, deliveries, this);
  }

  #settle(sequence: number): LogEntry | null {
    const held = this.#outstanding.get(sequence);
    this.#outstanding.delete(sequence);
    return held?.entry ?? null;
  }

  /** Gives the message up when it was delivered as often as it may be. */
  #exhausted(held: Outstanding): boolean {
    if (held.deliveries < this.settings.maxDeliver) return false;
    this.#giveUp(held, `not acknowledged after ${held.deliveries} deliveries`);
    return true;
  }

  #giveUp(held: Outstanding, reason: string): void {
    this.#settle(held.entry.sequence);
    this.#counts.dead += 1;
    this.#outcomes.dead(held.entry, held.deliveries, reason);
    this.wake();
  }

  /** One timer, for what is due first. */
  #armTimer(dueMs: number): void {
    if (dueMs >= this.#timerMs) return;
    this.#cancelTimer?.();
    this.#timerMs = dueMs;
    this.#cancelTimer = this.#clock.after(dueMs - this.#clock.monotonicMs(), () => {
      this.#cancelTimer = null;
      this.#timerMs = Infinity;
      this.#collectDue();
    });
  }

  #collectDue(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const held of this.#outstanding.values()) {
      if (held.dueMs > nowMs) this.#armTimer(held.dueMs);
      else if (!held.out || !this.#exhausted(held)) this.#makeReady(held);
    }
    this.wake();
  }

  #makeReady(held: Outstanding): void {
    this.#outstanding.set(held.entry.sequence, { ...held, out: false, dueMs: Infinity });
    this.#again.push(held.entry.sequence);
  }
}
