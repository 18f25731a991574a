import type { Domain } from '../model/event.ts';
import type { GapReason, Loss } from '../model/gap.ts';
import { SequenceRanges } from './sequence-ranges.ts';

/** Ranges that one gap event may carry: keeps it below a tenth of the largest message. */
const MAX_RANGES_PER_GAP = 512;
/** Ranges kept while no gap can leave. */
const MAX_RANGES = 4096;
/** Names the runtime as the one that lost. */
export const RUNTIME = 'runtime';

/** Where a loss belongs. */
export interface GapKey {
  readonly domain: Domain;
  readonly source: string;
  readonly reason: GapReason;
}

/** Losses of one source and reason, joined, that no gap event has told yet. */
export interface UntoldGap extends GapKey {
  from: bigint;
  until: bigint | null;
  /** Null when the events were lost before they got a number. */
  readonly ranges: SequenceRanges | null;
  lostBeforeEmit: number;
  lowerBound: boolean;
}

function keyOf({ domain, source, reason }: GapKey, numbered: boolean): string {
  return `${numbered} ${domain} ${reason} ${source}`;
}

/**
 * Losses that wait to be told, one entry per domain, source and reason. Bounded: entries by sources and reasons, ranges by
 * `full`, above which sources are no longer told apart and the queue must shed everything, so that ranges join up.
 */
export class GapAccount {
  readonly #entries = new Map<string, UntoldGap>();
  #ranges = 0;

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** Whether events must be shed until a gap has left. */
  get full(): boolean {
    return this.#ranges >= MAX_RANGES;
  }

  /** Numbers `first` to `last` were lost between `from` and `until`. */
  shed(key: GapKey, first: number, last: number, from: bigint, until = from): void {
    const entry = this.#entry(this.full ? { ...key, source: RUNTIME } : key, true, from);
    if (entry.ranges === null) return;
    const before = entry.ranges.size;
    entry.ranges.add(first, last);
    this.#ranges += entry.ranges.size - before;
    this.#widen(entry, from, until);
  }

  /** Events were lost before they got a number. */
  lost(key: Omit<GapKey, 'reason'>, loss: Loss): void {
    const entry = this.#entry({ ...key, reason: loss.reason }, false, loss.from);
    entry.lostBeforeEmit += loss.count;
    entry.lowerBound ||= loss.lowerBound;
    this.#widen(entry, loss.from, loss.until);
  }

  /** Takes what is longest untold, small enough for one event; null when all is told. */
  take(): UntoldGap | null {
    for (const [key, entry] of this.#entries) {
      if (entry.ranges === null || entry.ranges.size <= MAX_RANGES_PER_GAP) {
        this.#entries.delete(key);
        this.#ranges -= entry.ranges?.size ?? 0;
        return entry;
      }
      this.#ranges -= MAX_RANGES_PER_GAP;
      return { ...entry, ranges: entry.ranges.take(MAX_RANGES_PER_GAP) };
    }
    return null;
  }

  /** Takes back a gap that could not be told. What was lost since says whether the span is still open. */
  restore(gap: UntoldGap): void {
    if (gap.ranges !== null) {
      for (const { first, last } of gap.ranges.ranges())
        this.shed(gap, first, last, gap.from, gap.until ?? gap.from);
      return;
    }
    const since = this.#entries.get(keyOf(gap, false));
    const until = since === undefined ? gap.until : since.until;
    this.lost(gap, {
      reason: gap.reason,
      count: gap.lostBeforeEmit,
      lowerBound: gap.lowerBound,
      from: gap.from,
      until,
    });
  }

  #entry(of: GapKey, numbered: boolean, time: bigint): UntoldGap {
    const { domain, source, reason } = of;
    const key = keyOf(of, numbered);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const ranges = numbered ? new SequenceRanges() : null;
      entry = {
        domain,
        source,
        reason,
        from: time,
        until: time,
        ranges,
        lostBeforeEmit: 0,
        lowerBound: false,
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** The span covers both; the latest word says whether it is still open. */
  #widen(entry: UntoldGap, from: bigint, until: bigint | null): void {
    if (from < entry.from) entry.from = from;
    const isEarlier = until !== null && entry.until !== null && until < entry.until;
    if (!isEarlier) entry.until = until;
  }
}
