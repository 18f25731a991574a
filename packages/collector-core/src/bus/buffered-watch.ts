import type { KeyValueChange, KeyValueWatch } from './event-bus.ts';
import { Waiters } from './waiters.ts';

const maxPending = 16_384;

/**
 * Changes of a bucket for one watcher. Holds at most one change per key: a watcher that is slow gets the latest of each. When it
 * is so slow that 16 384 wait, it hears nothing more of keys that it was never told of and that are gone.
 */
export class BufferedWatch<T> implements KeyValueWatch<T> {
  readonly #onClose: (watch: BufferedWatch<T>) => void;
  readonly #pending = new Map<string, KeyValueChange<T>>();
  /** Keys that the watcher was told of and that are not gone for it. */
  readonly #known = new Set<string>();
  readonly #waiters = new Waiters<KeyValueChange<T>>();
  #closed = false;

  constructor(onClose: (watch: BufferedWatch<T>) => void) {
    this.#onClose = onClose;
  }

  push(change: KeyValueChange<T>): void {
    this.#pending.delete(change.key);
    const matters = change.operation === 'put' || this.#known.has(change.key);
    if (matters || this.#pending.size < maxPending) this.#pending.set(change.key, change);
    if (this.#waiters.some) this.#give();
  }

  close(): void {
    this.#closed = true;
    this.#pending.clear();
    this.#waiters.end();
    this.#onClose(this);
  }

  [Symbol.asyncIterator](): AsyncIterator<KeyValueChange<T>, undefined> {
    return {
      next: () => {
        if (this.#closed) return Promise.resolve({ done: true, value: undefined });
        const result = this.#waiters.wait(this);
        this.#give();
        return result;
      },
      return: () => {
        this.close();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #give(): void {
    for (const [key, change] of this.#pending) {
      if (!this.#waiters.some) return;
      this.#pending.delete(key);
      if (change.operation === 'put') this.#known.add(key);
      else this.#known.delete(key);
      this.#waiters.give(change);
    }
  }
}
