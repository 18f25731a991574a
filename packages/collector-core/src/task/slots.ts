/** Admits at most `count` at once, the others in the order in which they came. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves true with a slot, which the caller releases; false when `signal` aborts first. */
  take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const abort = (): void => {
        this.#waiting.delete(admit);
        resolve(false);
      };
      const admit = (): void => {
        signal.removeEventListener('abort', abort);
        resolve(true);
      };
      this.#waiting.add(admit);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Hands the slot to the next that waits. */
  release(): void {
    const next = this.#waiting.values().next().value;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
