import type { WindowClause } from '../condition/window-clause.ts';
import { DistinctTally } from './distinct-tally.ts';
import { groupKey, groupOf, groupValue } from './group-key.ts';
import type { GroupValue } from './group-key.ts';
import { HostClocks } from './host-clocks.ts';
import { KeptGroups } from './kept-groups.ts';
import type { Group } from './kept-groups.ts';
import { SliceTally } from './slice-tally.ts';
import { SLICES } from './tally.ts';
import { holds } from './threshold.ts';

/** When an event was read. */
export interface Reading {
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** A clock that never goes back, in milliseconds; forgetting is measured by it. */
  readonly bootMs: number;
}

/** An event of a window: any row with the columns that every event has. */
export interface WindowRow {
  readonly host: string;
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
}

/** A group whose result began to fulfil the comparison. */
export interface Crossing {
  /** The values of the columns that are grouped by, in their order. */
  readonly group: readonly GroupValue[];
  readonly result: number;
}

/** Rows that were not counted as they should be; all only rise. */
export interface WindowCounters {
  /** More than five seconds older than the newest of its host, or older than the span: not used. */
  readonly late: number;
  /** A column that is grouped by was NULL: not used. */
  readonly skipped: number;
  /** More than five seconds ahead of the reader: counted as of the time of reading. */
  readonly clamped: number;
  /** Groups, or distinct values, forgotten within their span to keep the bound: crossings may have been missed. */
  readonly evicted: number;
}

/** Distinct values of all groups together, per group that may be kept. */
const VALUES_PER_GROUP = 4;

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return null;
}

/**
 * The state of one window clause: a sliding span of event time per group, in ten slices. A count is never above that of the span
 * which ends at the newest event of the group, and never below that of the same span less one slice. At most `maxGroups` groups and
 * four times as many distinct values are kept; beyond it the groups that were silent longest are forgotten.
 */
export class EventWindow {
  readonly #clause: WindowClause;
  readonly #sliceMs: number;
  readonly #clocks = new HostClocks();
  readonly #groups: KeptGroups;
  readonly #counters = { late: 0, skipped: 0, clamped: 0 };

  constructor(clause: WindowClause, maxGroups: number) {
    this.#clause = clause;
    this.#sliceMs = clause.spanMs / SLICES;
    this.#groups = new KeptGroups(maxGroups, maxGroups * VALUES_PER_GROUP);
  }

  get groups(): number {
    return this.#groups.size;
  }

  get counters(): WindowCounters {
    return { ...this.#counters, evicted: this.#groups.evicted };
  }

  /**
   * Takes a row for which the condition is true. A crossing when it makes the result of its group fulfil the comparison; then none
   * until the result has not fulfilled it.
   */
  take(row: WindowRow, reading: Reading): Crossing | null {
    const { column, groupBy, operator, spanMs, threshold } = this.#clause;
    const group = groupOf(row, groupBy);
    if (group === null) return this.#leave('skipped');
    const settled = this.#clocks.settle(row.host, Number(row.time) / 1e6, reading.nowMs);
    if (settled.clamped) this.#counters.clamped += 1;
    if (settled.timeMs === null) return this.#leave('late');
    const slice = Math.floor(settled.timeMs / this.#sliceMs);
    this.#groups.forgetIdle(reading.bootMs, spanMs);
    const kept = this.#groups.reach(groupKey(group), slice, reading.bootMs, () =>
      this.#open(slice),
    );
    const { tally } = kept;
    if (slice <= tally.slice - SLICES) return this.#leave('late');
    tally.advance(slice);
    if (!holds(tally.result(), operator, threshold)) kept.isAbove = false;
    this.#add(kept, slice, column === null ? null : Reflect.get(row, column));
    this.#groups.settle(kept, slice);
    const result = tally.result();
    if (result === null || !holds(result, operator, threshold)) {
      kept.isAbove = false;
      return null;
    }
    if (kept.isAbove) return null;
    kept.isAbove = true;
    return { group, result };
  }

  #leave(why: 'late' | 'skipped'): null {
    this.#counters[why] += 1;
    return null;
  }

  #open(slice: number): Group['tally'] {
    const { aggregate, distinct } = this.#clause;
    return distinct ? new DistinctTally(slice) : new SliceTally(aggregate, slice);
  }

  #add({ tally }: Group, slice: number, value: unknown): void {
    const { aggregate, column } = this.#clause;
    if (tally instanceof DistinctTally) tally.add(slice, groupValue(value));
    else if (column === null) tally.add(slice, 1);
    else if (aggregate === 'count') tally.add(slice, groupValue(value) === null ? null : 1);
    else tally.add(slice, numberOf(value));
  }
}
