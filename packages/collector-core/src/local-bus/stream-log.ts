import type { BusMessage } from '../bus/event-bus.ts';

/** A message in its place in a stream. */
export interface LogEntry extends BusMessage {
  readonly sequence: number;
  /** When it was stored, on the monotonic clock. */
  readonly storedMs: number;
  readonly bytes: number;
}

/** Messages of one stream by sequence. Bounded by its owner, which removes what passes the limits. */
export class StreamLog {
  readonly #entries = new Map<number, LogEntry>();
  readonly #lastOn = new Map<string, number>();
  #first = 1;
  #last = 0;
  #bytes = 0;

  /** Sequence before which there is nothing. */
  get first(): number {
    return this.#first;
  }

  /** Highest sequence ever given; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(message: BusMessage, storedMs: number, bytes: number): LogEntry {
    this.#last += 1;
    const { subject, payload } = message;
    const entry = { subject, payload, sequence: this.#last, storedMs, bytes };
    this.#entries.set(entry.sequence, entry);
    this.#lastOn.set(subject, entry.sequence);
    this.#bytes += bytes;
    return entry;
  }

  get(sequence: number): LogEntry | undefined {
    return this.#entries.get(sequence);
  }

  oldest(): LogEntry | undefined {
    return this.#entries.get(this.#first);
  }

  /** The last message on a subject that is still kept. */
  lastOn(subject: string): LogEntry | undefined {
    const sequence = this.#lastOn.get(subject);
    return sequence === undefined ? undefined : this.#entries.get(sequence);
  }

  remove(sequence: number): void {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return;
    this.#entries.delete(sequence);
    this.#bytes -= entry.bytes;
    while (this.#first <= this.#last && !this.#entries.has(this.#first)) this.#first += 1;
    if (this.#lastOn.get(entry.subject) === sequence) this.#findLast(entry);
  }

  #findLast(removed: LogEntry): void {
    for (let sequence = removed.sequence - 1; sequence >= this.#first; sequence -= 1) {
      if (this.#entries.get(sequence)?.subject === removed.subject) {
        this.#lastOn.set(removed.subject, sequence);
        return;
      }
    }
    this.#lastOn.delete(removed.subject);
  }
}
