/** Slices that a span is cut into: a slice is dropped as a whole, so a result is off by at most one slice. */
export const SLICES = 10;

/** Place of a slice in a ring of `SLICES`; times before 1970 have one too. */
export function slotOf(slice: number): number {
  return ((slice % SLICES) + SLICES) % SLICES;
}

/** What is kept of one group. Slices are numbered by time; those older than the newest `SLICES` are gone. */
export interface Tally<V> {
  /** The newest slice. */
  readonly slice: number;
  /** Values that are remembered one by one. */
  readonly size: number;
  /** Makes `slice` the newest if it is newer, and drops what has left the span. */
  advance(slice: number): void;
  /** Adds a value to one of the slices that are kept; `null` counts as a row without a value. */
  add(slice: number, value: V | null): void;
  /** The result over the slices that are kept; `null` when there is none, as of `sum` over no values. */
  result(): number | null;
}
