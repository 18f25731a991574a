/** First in, first out, at most `capacity`: one more drops the oldest. */
export class MessageBuffer<T> {
  readonly #capacity: number;
  readonly #slots: (T | undefined)[] = [];
  #head = 0;
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(1, Math.floor(capacity));
  }

  get size(): number {
    return this.#size;
  }

  /** False when the oldest was dropped to make room. */
  push(item: T): boolean {
    const room = this.#size < this.#capacity;
    if (!room) this.shift();
    this.#slots[(this.#head + this.#size) % this.#capacity] = item;
    this.#size += 1;
    return room;
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.#capacity;
    this.#size -= 1;
    return item;
  }
}
