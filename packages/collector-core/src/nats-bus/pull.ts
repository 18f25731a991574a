/** A request for messages that the server has not ended. */
interface OpenPull {
  readonly id: number;
  remaining: number;
  lastSeenMs: number;
}

/** The server ends a request after so long, and says that it lives in between. */
export const pullTiming = { expiresMs: 2_000, heartbeatMs: 500, deadMs: 1_500 } as const;

/** Keeps count of the one request that is open at a time. Decides; sends nothing. */
export class PullState {
  readonly #batch: number;
  #open: OpenPull | null = null;
  #id = 0;

  /** `batch`: messages that may wait to be taken. */
  constructor(batch: number) {
    this.#batch = batch;
  }

  /**
   * The request to be made now, or null: when one is open, or enough waits. With a batch of one only for somebody who `asks`: a task
   * must not wait behind another one.
   */
  next(buffered: number, asks: boolean, nowMs: number): { id: number; batch: number } | null {
    if (this.#open !== null || buffered > this.#batch / 2) return null;
    if (!asks && this.#batch === 1) return null;
    this.#id += 1;
    const batch = this.#batch - buffered;
    this.#open = { id: this.#id, remaining: batch, lastSeenMs: nowMs };
    return { id: this.#id, batch };
  }

  /** A message came. */
  received(nowMs: number): void {
    if (this.#open === null) return;
    this.#open.lastSeenMs = nowMs;
    this.#open.remaining -= 1;
    if (this.#open.remaining === 0) this.#open = null;
  }

  /** A sign of life came. */
  alive(nowMs: number): void {
    if (this.#open !== null) this.#open.lastSeenMs = nowMs;
  }

  /** The server ended a request. */
  ended(id: number): void {
    if (this.#open?.id === id) this.#open = null;
  }

  /** Forgets the request: the connection is another one. */
  reset(): void {
    this.#open = null;
  }

  /** Forgets a request that shows no sign of life. */
  expire(nowMs: number): void {
    if (this.#open !== null && nowMs - this.#open.lastSeenMs > pullTiming.deadMs) this.#open = null;
  }
}
