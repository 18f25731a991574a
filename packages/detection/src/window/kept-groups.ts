import { DistinctTally } from './distinct-tally.ts';
import { RecencyList } from './recency-list.ts';
import type { RecencyNode } from './recency-list.ts';
import type { SliceTally } from './slice-tally.ts';
import { SLICES } from './tally.ts';

/** A delivery may stand still for so long, by the boot clock, without that a group is forgotten. */
const STALL_MS = 300_000;
/** Idle groups that one event clears away: more than one, so that they become fewer. */
const SWEEP = 2;

/** One group of a window. */
export interface Group extends RecencyNode<Group> {
  readonly key: string;
  readonly tally: SliceTally | DistinctTally;
  /** Whether the result fulfilled the comparison when it was last looked at. */
  isAbove: boolean;
  /** Boot clock at its last event. */
  touchedMs: number;
  /** Distinct values that the sum of all groups has of it. */
  counted: number;
}

/** Groups by key, within a bound of groups and of distinct values: those that were silent longest go first. */
export class KeptGroups {
  readonly #maxGroups: number;
  readonly #maxValues: number;
  readonly #groups = new Map<string, Group>();
  readonly #recency = new RecencyList<Group>();
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
      this.#recency.touch(known);
      return known;
    }
    if (this.#groups.size >= this.#maxGroups) this.#evictOldest(slice);
    const group: Group = {
      key,
      tally: open(),
      isAbove: false,
      touchedMs: bootMs,
      counted: 0,
      newer: null,
      older: null,
    };
    this.#groups.set(key, group);
    this.#recency.add(group);
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
    const dropped = group.counted - tally.size;
    this.#evicted += dropped;
    this.#values -= dropped;
    group.counted = tally.size;
  }

  /** Drops a few of the groups that had no event for their span and five minutes more. */
  forgetIdle(bootMs: number, spanMs: number): void {
    for (let left = SWEEP; left > 0; left -= 1) {
      const { oldest } = this.#recency;
      if (oldest === null || bootMs - oldest.touchedMs <= spanMs + STALL_MS) return;
      this.#drop(oldest);
    }
  }

  #evictOldest(slice: number): void {
    const { oldest } = this.#recency;
    if (oldest === null) return;
    if (oldest.tally.slice > slice - SLICES) this.#evicted += 1;
    this.#drop(oldest);
  }

  #drop(group: Group): void {
    this.#groups.delete(group.key);
    this.#recency.remove(group);
    this.#values -= group.counted;
  }
}
