import type { Clock } from '../clock/clock.ts';

interface Timer {
  due: number;
  readonly order: number;
  readonly everyMs: number | null;
  readonly call: () => void;
}

/**
 * A clock that stands still until `advance`. `now` begins at `startNs` and moves with `monotonicMs`, which begins at 0; timers
 * fire inside `advance` only.
 */
export class FakeClock implements Clock {
  readonly #startNs: bigint;
  readonly #timers = new Set<Timer>();
  #ms = 0;
  #order = 0;

  constructor(startNs = 1_700_000_000_000_000_000n) {
    this.#startNs = startNs;
  }

  /** Timers and sleeps that have not fired and are not cancelled. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): bigint {
    return this.#startNs + BigInt(Math.round(this.#ms * 1e6));
  }

  monotonicMs(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        cancel();
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.after(ms, finish);
      signal?.addEventListener('abort', finish, { once: true });
    });
  }

  after(ms: number, call: () => void): () => void {
    return this.#schedule(ms, null, call);
  }

  every(ms: number, call: () => void): () => void {
    return this.#schedule(ms, Math.max(ms, 1), call);
  }

  /**
   * Moves time on by `ms`: fires the timers that fall due in order of time, then of creation, and lets promise jobs settle before the
   * first, between any two and after the last, so that timers which these jobs set within the span fire too.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#ms + ms;
    await settle();
    for (let next = this.#nextDue(until); next !== null; next = this.#nextDue(until)) {
      this.#ms = Math.max(this.#ms, next.due);
      if (next.everyMs === null) this.#timers.delete(next);
      else next.due += next.everyMs;
      next.call();
      // The order of due times decides which timer comes next, so the jobs of this one have to end first.
      // oxlint-disable-next-line no-await-in-loop
      await settle();
    }
    this.#ms = until;
  }

  #schedule(ms: number, everyMs: number | null, call: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { due: this.#ms + Math.max(ms, 0), order: this.#order, everyMs, call };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  #nextDue(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.due > until) continue;
      if (
        first === null ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      )
        first = timer;
    }
    return first;
  }
}

/** Every promise job that is queued, and those that they queue, run before the next macrotask. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
