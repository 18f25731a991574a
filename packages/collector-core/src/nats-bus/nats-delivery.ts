import type { BusPayload, Delivery } from '../bus/event-bus.ts';
import type { DeliveryInfo } from './delivery-info.ts';

/** How a delivery ends. */
export type Ending =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak'; readonly delayMs: number }
  | { readonly kind: 'term'; readonly reason: string };

/** One delivery of a stored message; `onEnd` is called once. */
export class NatsDelivery implements Delivery {
  readonly stream: string;
  readonly subject: string;
  readonly payload: BusPayload;
  readonly sequence: number;
  readonly deliveries: number;
  readonly #onEnd: (ending: Ending) => void;
  #ended = false;

  constructor(
    subject: string,
    payload: BusPayload,
    info: DeliveryInfo,
    onEnd: (ending: Ending) => void,
  ) {
    this.stream = info.stream;
    this.subject = subject;
    this.payload = payload;
    this.sequence = info.streamSequence;
    this.deliveries = info.deliveries;
    this.#onEnd = onEnd;
  }

  ack(): void {
    this.#end({ kind: 'ack' });
  }

  nak(delayMs = 0): void {
    this.#end({ kind: 'nak', delayMs });
  }

  term(reason: string): void {
    this.#end({ kind: 'term', reason });
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(ending);
  }
}
