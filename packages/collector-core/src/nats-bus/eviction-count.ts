import type { DeliveryInfo } from './delivery-info.ts';

/**
 * Counts what the limits of a stream took from a durable that wants all of its messages: between two deliveries that follow each
 * other the stream sequences follow each other too. Deliveries that other members of the durable got in between are not judged.
 */
export class EvictionCount {
  #stream: number;
  #consumer: number;
  #evicted = 0;

  /** Begins at the last delivery of the durable, as the server tells it. */
  constructor(streamSequence: number, consumerSequence: number) {
    this.#stream = streamSequence;
    this.#consumer = consumerSequence;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** To be called with every delivery, in order. */
  see(info: DeliveryInfo): void {
    if (info.consumerSequence <= this.#consumer) return;
    const isNext = info.consumerSequence === this.#consumer + 1;
    this.#consumer = info.consumerSequence;
    if (info.deliveries > 1) return;
    if (isNext) this.#evicted += Math.max(0, info.streamSequence - this.#stream - 1);
    this.#stream = Math.max(this.#stream, info.streamSequence);
  }
}
