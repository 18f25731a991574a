interface Waiter<T> {
  readonly owner: object;
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
}

/** Calls of `next` that wait for a value, first come first served. As many as their callers leave unanswered. */
export class Waiters<T> {
  #waiting: Waiter<T>[] = [];

  get some(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves with a value that is given, or as done at `end`. */
  wait(owner: object): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve) => {
      this.#waiting.push({ owner, resolve });
    });
  }

  /** Gives to the first that waits; false when none does. */
  give(value: T): boolean {
    const first = this.#waiting.shift();
    first?.resolve({ done: false, value });
    return first !== undefined;
  }

  /** Ends those of one owner, or all. */
  end(owner?: object): void {
    const ended = this.#waiting.filter((waiter) => owner === undefined || waiter.owner === owner);
    this.#waiting = this.#waiting.filter((waiter) => !ended.includes(waiter));
    for (const waiter of ended) waiter.resolve({ done: true, value: undefined });
  }
}
