import type { WindowClause } from '../../src/condition/window-clause.ts';

/** An event as the tests make them. */
export interface Sample {
  readonly host: string;
  readonly key: string | null;
  readonly timeMs: number;
  readonly value: number | null;
}

type Used = Sample & { readonly key: string };

/** Every event that was used, kept for ever: what a window says is worked out anew from the list. */
export class NaiveWindow {
  readonly #clause: WindowClause;
  readonly #used: Used[] = [];
  readonly #newestOfHost = new Map<string, number>();
  readonly #above = new Set<string>();
  late = 0;
  skipped = 0;

  constructor(clause: WindowClause) {
    this.#clause = clause;
  }

  /** The result when the event makes it cross, else `null`. */
  take(event: Sample): number | null {
    const { key, timeMs, host } = event;
    if (key === null) {
      this.skipped += 1;
      return null;
    }
    const newest = this.#newestOfHost.get(host) ?? Number.NEGATIVE_INFINITY;
    const end = Math.max(timeMs, this.#endOf(key));
    const isOutOfSpan = this.#slice(timeMs) <= this.#slice(end) - 10;
    if (timeMs < newest - 5_000 || isOutOfSpan) {
      this.late += 1;
      if (timeMs >= newest - 5_000) this.#newestOfHost.set(host, Math.max(newest, timeMs));
      return null;
    }
    this.#newestOfHost.set(host, Math.max(newest, timeMs));
    if (!this.#holds(this.#result(key, end))) this.#above.delete(key);
    this.#used.push({ ...event, key });
    const result = this.#result(key, end);
    if (!this.#holds(result)) this.#above.delete(key);
    if (!this.#holds(result) || this.#above.has(key)) return null;
    this.#above.add(key);
    return result;
  }

  /** Rows of a group in the `spanMs` that end at its newest event. */
  trueCount(key: string, spanMs: number): number {
    const end = this.#endOf(key);
    return this.#used.filter((one) => one.key === key && one.timeMs > end - spanMs).length;
  }

  #endOf(key: string): number {
    const times = this.#used.filter((one) => one.key === key).map((one) => one.timeMs);
    return Math.max(Number.NEGATIVE_INFINITY, ...times);
  }

  #slice(timeMs: number): number {
    return Math.floor(timeMs / (this.#clause.spanMs / 10));
  }

  #result(key: string, end: number): number | null {
    const { aggregate, column, distinct } = this.#clause;
    const rows = this.#used.filter(
      (one) => one.key === key && this.#slice(one.timeMs) > this.#slice(end) - 10,
    );
    if (column === null) return rows.length;
    const values = rows.flatMap((one) => (one.value === null ? [] : [one.value]));
    if (aggregate === 'count') return distinct ? new Set(values).size : values.length;
    if (values.length === 0) return null;
    const sum = values.reduce((a, b) => a + b);
    const results = {
      sum,
      avg: sum / values.length,
      min: Math.min(...values),
      max: Math.max(...values),
    };
    return results[aggregate];
  }

  #holds(result: number | null): boolean {
    const { operator, threshold } = this.#clause;
    if (result === null) return false;
    return (
      ({ '=': result === threshold, '<>': result !== threshold }[operator as string] ??
        (operator.startsWith('>') && result > threshold)) ||
      (operator.startsWith('<') && result < threshold) ||
      (operator.endsWith('=') && result === threshold)
    );
  }
}
