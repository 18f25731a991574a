import type { Consumer, ConsumerStats, Delivery } from '../bus/event-bus.ts';
import type { Durable } from './durable.ts';

/** One consumer of a durable. Leaving a `for await` closes it. */
export class LocalConsumer implements Consumer {
  readonly #durable: Durable;
  #closed = false;

  constructor(durable: Durable) {
    this.#durable = durable;
  }

  stats(): ConsumerStats {
    return this.#durable.stats();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#durable.release(this);
    return Promise.resolve();
  }

  [Symbol.asyncIterator](): AsyncIterator<Delivery, undefined> {
    return {
      next: () =>
        this.#closed ? Promise.resolve({ done: true, value: undefined }) : this.#durable.pull(this),
      return: async () => {
        await this.close();
        return { done: true, value: undefined };
      },
    };
  }
}
