import type { Aggregate } from '../condition/window-clause.ts';
import { SLICES, slotOf } from './tally.ts';
import type { Tally } from './tally.ts';

/** How values of a slice, and of slices, become one. */
const merge = {
  sum: (a, b) => a + b,
  avg: (a, b) => a + b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
} as const satisfies Record<Exclude<Aggregate, 'count'>, (a: number, b: number) => number>;

/** Counts, and for other aggregates one value, per slice: 80 to 160 bytes and what they are wrapped in. */
export class SliceTally implements Tally<number> {
  readonly size = 0;
  readonly #aggregate: Aggregate;
  readonly #counts = new Uint32Array(SLICES);
  readonly #values: Float64Array | null;
  #slice: number;

  constructor(aggregate: Aggregate, slice: number) {
    this.#aggregate = aggregate;
    this.#values = aggregate === 'count' ? null : new Float64Array(SLICES);
    this.#slice = slice;
  }

  get slice(): number {
    return this.#slice;
  }

  advance(slice: number): void {
    const passed = Math.min(slice - this.#slice, SLICES);
    for (let i = 1; i <= passed; i += 1) this.#counts[slotOf(this.#slice + i)] = 0;
    this.#slice = Math.max(slice, this.#slice);
  }

  add(slice: number, value: number | null): void {
    if (value === null) return;
    const at = slotOf(slice);
    const count = this.#counts[at] ?? 0;
    this.#counts[at] = count + 1;
    if (this.#values === null || this.#aggregate === 'count') return;
    const former = this.#values[at] ?? 0;
    this.#values[at] = count === 0 ? value : merge[this.#aggregate](former, value);
  }

  result(): number | null {
    let count = 0;
    for (const part of this.#counts) count += part;
    if (this.#values === null || this.#aggregate === 'count') return count;
    if (count === 0) return null;
    const total = this.#merged(this.#values, merge[this.#aggregate]);
    return this.#aggregate === 'avg' ? total / count : total;
  }

  #merged(values: Float64Array, join: (a: number, b: number) => number): number {
    let merged: number | null = null;
    for (let i = 0; i < SLICES; i += 1) {
      if (this.#counts[i] === 0) continue;
      const value = values[i] ?? 0;
      merged = merged === null ? value : join(merged, value);
    }
    return merged ?? 0;
  }
}
