import type { GroupValue } from './group-key.ts';
import { SLICES } from './tally.ts';
import type { Tally } from './tally.ts';

/** Distinct values, each with the newest slice that it was seen in. */
export class DistinctTally implements Tally<GroupValue> {
  readonly #seen = new Map<GroupValue, number>();
  #slice: number;

  constructor(slice: number) {
    this.#slice = slice;
  }

  get slice(): number {
    return this.#slice;
  }

  get size(): number {
    return this.#seen.size;
  }

  advance(slice: number): void {
    if (slice <= this.#slice) return;
    this.#slice = slice;
    for (const [value, seen] of this.#seen) if (seen <= slice - SLICES) this.#seen.delete(value);
  }

  add(slice: number, value: GroupValue | null): void {
    if (value === null) return;
    const seen = this.#seen.get(value);
    if (seen === undefined || seen < slice) this.#seen.set(value, slice);
  }

  /** Forgets an eighth of the values, at least one: those that were seen first of all. */
  dropOldest(): void {
    let left = Math.max(1, this.#seen.size >> 3);
    for (const value of this.#seen.keys()) {
      if (left === 0) return;
      this.#seen.delete(value);
      left -= 1;
    }
  }

  result(): number {
    return this.#seen.size;
  }
}
