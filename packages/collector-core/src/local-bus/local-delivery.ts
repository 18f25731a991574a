import type { BusPayload, Delivery } from '../bus/event-bus.ts';
import type { LogEntry } from './stream-log.ts';

/** What a delivery tells its durable. */
export interface DeliverySettler {
  acked(sequence: number): void;
  refused(sequence: number, deliveries: number, delayMs: number): void;
  terminated(sequence: number, reason: string): void;
}

/** One delivery of a stored message. The payload is the one that every consumer sees. */
export class LocalDelivery implements Delivery {
  readonly stream: string;
  readonly subject: string;
  readonly payload: BusPayload;
  readonly sequence: number;
  readonly deliveries: number;
  readonly #settler: DeliverySettler;
  #ended = false;

  constructor(stream: string, entry: LogEntry, deliveries: number, settler: DeliverySettler) {
    this.stream = stream;
    this.subject = entry.subject;
    this.payload = entry.payload;
    this.sequence = entry.sequence;
    this.deliveries = deliveries;
    this.#settler = settler;
  }

  ack(): void {
    if (this.#end()) this.#settler.acked(this.sequence);
  }

  nak(delayMs = 0): void {
    if (this.#end()) this.#settler.refused(this.sequence, this.deliveries, delayMs);
  }

  term(reason: string): void {
    if (this.#end()) this.#settler.terminated(this.sequence, reason);
  }

  #end(): boolean {
    const first = !this.#ended;
    this.#ended = true;
    return first;
  }
}
