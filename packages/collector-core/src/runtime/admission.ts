/**
 * Who may enter the buffer. Half of it is shared, first come first served; the other half is divided among the sources, so that
 * one that floods cannot take the room of another. At most `capacity` are inside.
 */
export class Admission {
  readonly #guaranteed: number;
  readonly #shared: number;
  readonly #held: number[];
  #sharedUsed = 0;
  #depth = 0;

  constructor(capacity: number, sources: number) {
    this.#guaranteed = Math.floor(capacity / 2 / Math.max(sources, 1));
    this.#shared = capacity - this.#guaranteed * sources;
    this.#held = Array.from({ length: sources }, () => 0);
  }

  /** How many are inside. */
  get depth(): number {
    return this.#depth;
  }

  mayEnter(source: number): boolean {
    return (this.#held[source] as number) < this.#guaranteed || this.#sharedUsed < this.#shared;
  }

  /** To be called only after `mayEnter`. */
  enter(source: number): void {
    const held = this.#held[source] as number;
    if (held >= this.#guaranteed) this.#sharedUsed += 1;
    this.#held[source] = held + 1;
    this.#depth += 1;
  }

  leave(source: number, count: number): void {
    const held = this.#held[source] as number;
    const left = held - count;
    this.#sharedUsed -= Math.max(held - this.#guaranteed, 0) - Math.max(left - this.#guaranteed, 0);
    this.#held[source] = left;
    this.#depth -= count;
  }
}
