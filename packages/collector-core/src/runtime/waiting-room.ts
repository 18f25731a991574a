import type { Clock } from '../clock/clock.ts';
import type { CollectionEvent } from '../model/event.ts';
import { Fifo } from './fifo.ts';

/** An event that waits for room. */
interface Waiter {
  readonly event: CollectionEvent;
  readonly deadlineMs: number;
  readonly resolve: (queued: boolean) => void;
}

export interface WaitingRoomOptions {
  readonly clock: Clock;
  readonly sources: number;
  /** Most events of one source that wait. */
  readonly perSource: number;
  readonly maxWaitMs: number;
  /** Told of an event whose wait was in vain. */
  onExpired(source: number, event: CollectionEvent): void;
}

/** Events that wait for room in the buffer, first in first out per source. Every wait ends: admitted, expired or dismissed. */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions;
  readonly #queues: readonly Fifo<Waiter>[];
  #length = 0;
  #turn = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(options: WaitingRoomOptions) {
    this.#options = options;
    this.#queues = Array.from({ length: options.sources }, () => new Fifo<Waiter>());
  }

  get length(): number {
    return this.#length;
  }

  /** How many events of the source wait. */
  waitingOf(source: number): number {
    return this.#queues[source]?.length ?? 0;
  }

  mayWait(source: number): boolean {
    return this.waitingOf(source) < this.#options.perSource;
  }

  /** Resolves true when admitted, false when not. To be called only after `mayWait`. */
  wait(source: number, event: CollectionEvent): Promise<boolean> {
    const deadlineMs = this.#options.clock.monotonicMs() + this.#options.maxWaitMs;
    const waiting = new Promise<boolean>((resolve) => {
      this.#queues[source]?.push({ event, deadlineMs, resolve });
    });
    this.#length += 1;
    this.#arm();
    return waiting;
  }

  /** Lets events in as long as `mayEnter` allows, sources taking turns. */
  admit(
    mayEnter: (source: number) => boolean,
    enter: (source: number, event: CollectionEvent) => void,
  ): void {
    const sources = this.#queues.length;
    let passed = 0;
    while (this.#length > 0 && passed < sources) {
      const source = this.#turn;
      this.#turn = (source + 1) % sources;
      passed += 1;
      if (this.waitingOf(source) === 0 || !mayEnter(source)) continue;
      const waiter = this.#shift(source);
      enter(source, waiter.event);
      waiter.resolve(true);
      passed = 0;
    }
  }

  /** Sends away every event that still waits. */
  dismiss(): void {
    this.#expire(Infinity);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #shift(source: number): Waiter {
    this.#length -= 1;
    return this.#queues[source]?.shift() as Waiter;
  }

  #expire(nowMs: number): void {
    for (const [source, queue] of this.#queues.entries())
      while ((queue.peek()?.deadlineMs ?? NaN) <= nowMs) {
        const waiter = this.#shift(source);
        this.#options.onExpired(source, waiter.event);
        waiter.resolve(false);
      }
  }

  /** One timer serves all: it is set for the earliest deadline. */
  #arm(): void {
    if (this.#cancelTimer !== null || this.#length === 0) return;
    const { clock } = this.#options;
    const deadlines = this.#queues.map((queue) => queue.peek()?.deadlineMs ?? Infinity);
    const delayMs = Math.max(Math.min(...deadlines) - clock.monotonicMs(), 0);
    this.#cancelTimer = clock.after(delayMs, () => {
      this.#cancelTimer = null;
      this.#expire(clock.monotonicMs());
      this.#arm();
    });
  }
}
