import type { BusMessage, SubscribeOptions, Subscription, SubscriptionStats } from './event-bus.ts';
import { compileSubjects } from './subject-pattern.ts';
import { DeyeError } from '../error/deye-error.ts';
import { MessageBuffer } from './message-buffer.ts';
import { Waiters } from './waiters.ts';

const defaultBufferMessages = 1_024;

/** Live messages for one subscriber. Leaving a `for await` closes it. What waits when it is closed is still given. */
export class BufferedSubscription implements Subscription {
  readonly queue: string | null;
  readonly wants: (subject: string) => boolean;
  readonly #onClose: (subscription: BufferedSubscription) => void;
  readonly #buffer: MessageBuffer<BusMessage>;
  readonly #waiters = new Waiters<BusMessage>();
  #closed = false;
  #delivered = 0;
  #dropped = 0;

  /** Throws `BUS_SUBJECT_INVALID` for a pattern that is not valid, or none at all. */
  constructor(options: SubscribeOptions, onClose: (subscription: BufferedSubscription) => void) {
    if (options.subjects.length === 0) throw new DeyeError('BUS_SUBJECT_INVALID', 'no subjects');
    this.wants = compileSubjects(options.subjects);
    this.queue = options.queue ?? null;
    this.#buffer = new MessageBuffer(options.bufferMessages ?? defaultBufferMessages);
    this.#onClose = onClose;
  }

  /** Hands the message to the subscriber, or keeps it until it asks. */
  push(message: BusMessage): void {
    if (this.#closed) return;
    if (this.#waiters.give(message)) this.#delivered += 1;
    else if (!this.#buffer.push(message)) this.#dropped += 1;
  }

  stats(): SubscriptionStats {
    return { delivered: this.#delivered, pending: this.#buffer.size, dropped: this.#dropped };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiters.end();
    this.#onClose(this);
  }

  [Symbol.asyncIterator](): AsyncIterator<BusMessage, undefined> {
    return {
      next: () => this.#next(),
      return: () => {
        this.close();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #next(): Promise<IteratorResult<BusMessage, undefined>> {
    const value = this.#buffer.shift();
    if (value !== undefined) {
      this.#delivered += 1;
      return Promise.resolve({ done: false, value });
    }
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return this.#waiters.wait(this);
  }
}
