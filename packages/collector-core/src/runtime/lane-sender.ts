import type { Clock } from '../clock/clock.ts';
import type { DrawnEvents, EventLane } from './event-lane.ts';

export interface LaneSenderOptions {
  readonly lane: EventLane;
  readonly clock: Clock;
  readonly lingerMs: number;
  /** Whether every event leaves at once. */
  readonly urgent: boolean;
  /** Sends one batch; resolves when it is settled, and never rejects. */
  send(lane: EventLane, drawn: DrawnEvents): Promise<void>;
}

/**
 * Decides when a lane sends: when the batch is full, when the linger is over, or at once. One batch at a time: while one is under
 * way the next one grows.
 */
export class LaneSender {
  readonly lane: EventLane;
  readonly #options: LaneSenderOptions;
  #cancelLinger: (() => void) | null = null;
  #due = false;
  #sending = false;
  #flushing = false;

  constructor(options: LaneSenderOptions) {
    this.lane = options.lane;
    this.#options = options;
  }

  /** Whether a batch is under way. */
  get isSending(): boolean {
    return this.#sending;
  }

  /** To be called after every push. */
  offer(): void {
    if (this.#sending && this.#cancelLinger !== null) return;
    this.#pump();
  }

  /** What waits does not linger. */
  hurry(): void {
    if (this.lane.length === 0) return;
    this.#due = true;
    this.#pump();
  }

  /** From now on nothing lingers. */
  flush(): void {
    this.#flushing = true;
    this.#pump();
  }

  #pump(): void {
    const { lane, clock, lingerMs, urgent } = this.#options;
    if (lane.length === 0) return;
    const ready = lane.isFull || this.#due || urgent || this.#flushing;
    if (ready && !this.#sending) {
      this.#send();
      return;
    }
    if (this.#cancelLinger !== null || this.#due) return;
    this.#cancelLinger = clock.after(lingerMs, () => {
      this.#cancelLinger = null;
      this.#due = true;
      this.#pump();
    });
  }

  #send(): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    this.#due = false;
    this.#sending = true;
    void this.#finish(this.#options.send(this.lane, this.lane.draw()));
    this.#pump();
  }

  async #finish(sent: Promise<void>): Promise<void> {
    await sent;
    this.#sending = false;
    this.#pump();
  }

  /** Ends the linger; nothing is sent any more. */
  close(): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
  }
}
