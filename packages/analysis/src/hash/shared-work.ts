interface Job<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = (): void => {
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  const leave = (): void => {
    signal.removeEventListener('abort', abort);
  };
  result.then(resolve, reject).then(leave, leave);
  return promise;
}

/**
 * Work that is done once for all who ask for the same key while it goes on. Each waits under an own signal; the work is aborted when
 * the last of them has left. Holds a job only while somebody waits for it.
 */
export class SharedWork<T> {
  readonly #jobs = new Map<string, Job<T>>();

  /**
   * Joins the work on `key` or begins it; `begin` is called at most once, before `join` returns. Rejects with the
   * reason of `signal` as soon as that aborts, also while the work hangs.
   */
  async join(
    key: string,
    signal: AbortSignal,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const job = this.#jobs.get(key) ?? this.#begin(key, begin);
    job.waiters += 1;
    try {
      return await untilAborted(job.result, signal);
    } finally {
      job.waiters -= 1;
      if (job.waiters === 0) {
        if (this.#jobs.get(key) === job) this.#jobs.delete(key);
        job.controller.abort();
      }
    }
  }

  #begin(key: string, begin: (signal: AbortSignal) => Promise<T>): Job<T> {
    const controller = new AbortController();
    const job = { result: begin(controller.signal), controller, waiters: 0 };
    this.#jobs.set(key, job);
    return job;
  }
}
