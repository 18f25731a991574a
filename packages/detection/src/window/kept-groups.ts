import { DistinctTally } from './distinct-tally.ts';
import type { SliceTally } from './slice-tally.ts';
import { SLICES } from './tally.ts';

/** A delivery may stand still for so long, by the boot clock, without that a group is forgotten. */
const STALL_MS = 300_000;
/** Idle groups that one event clears away: more than one, so that they become fewer. */
const SWEEP = 2;

/** One group of a window. */
export interface Group {
  readonly key: string;
  readonly tally: SliceTally | DistinctTally;
  /** Whether the result fulfilled the comparison when it was last looked at. */
  isAbove: boolean;
  /** Boot clock at its last event. */
  touchedMs: number;
  /** Distinct values that the sum of all groups has of it. */
  counted: number;
}

/** Groups by key, the one that was silent longest first, within a bound of groups and of distinct values. */
export class KeptGroups {
  readonly #maxGroups: number;
  readonly #maxValues: number;
  readonly #groups = new Map<string, Group>();
  #values = 0;
  #evicted = 0;

  constructor(maxGroups: number, maxValues: number) {
    this.#maxGroups = maxGroups;
    this.#maxValues = maxValues;
  }

  get size(): number {
    return this.#groups.size;
  }

  /** Groups and values that were forgotten although their span had not passed. */
  get evicted(): number {
    return this.#evicted;
  }

  /** The group of the key, opened if there is none, as the one that was touched last. */
  reach(key: string, slice: number, bootMs: number, open: () => Group['tally']): Group {
    const known = this.#groups.get(key);
    if (known !== undefined) {
      known.touchedMs = bootMs;
      this.#groups.delete(key);
      this.#groups.set(key, known);
      return known;
    }
    if (this.#groups.size >= this.#maxGroups) this.#evictOldest(slice);
    const group = { key, tally: open(), isAbove: false, touchedMs: bootMs, counted: 0 };
    this.#groups.set(key, group);
    return group;
  }

  /** Takes in how many values the group has now; makes room when there are too many of all groups. */
  settle(group: Group, slice: number): void {
    const { tally } = group;
    if (!(tally instanceof DistinctTally)) return;
    this.#values += tally.size - group.counted;
    group.counted = tally.size;
    while (this.#values > this.#maxValues && this.#groups.size > 1) this.#evictOldest(slice);
    if (this.#values <= this.#maxValues) return;
    tally.dropOldest();
    this.#evicted += 1;
    this.#values -= 1;
    group.counted -= 1;
  }

  /** Drops a few of the groups that had no event for their span and five minutes more. */
  forgetIdle(bootMs: number, spanMs: number): void {
    let left = SWEEP;
    for (const group of this.#groups.values()) {
      if (left === 0 || bootMs - group.touchedMs <= spanMs + STALL_MS) return;
      this.#drop(group);
      left -= 1;
    }
  }

  #evictOldest(slice: number): void {
    const [oldest] = this.#groups.values();
    if (oldest === undefined) return;
    if (oldest.tally.slice > slice - SLICES) this.#evicted += 1;
    this.#drop(oldest);
  }

  #drop(group: Group): void {
    this.#groups.delete(group.key);
    this.#values -= group.counted;
  }
}
