import type { LedgerTotals } from '../model/capability.ts';

/**
 * The account of one run: every number that was stamped is pending until it is either stored or shed, once. At all times
 * `last_seq = stored + shed + pending`.
 */
export class EventLedger {
  #lastSeq = 0;
  #stored = 0;
  #shed = 0;
  #lostBeforeEmit = 0;

  /** The next number, from 1. */
  stamp(): number {
    this.#lastSeq += 1;
    return this.#lastSeq;
  }

  /** The bus has accepted `count` events. */
  stored(count: number): void {
    this.#stored += count;
  }

  /** `count` numbers went into the ranges of a gap. */
  shed(count: number): void {
    this.#shed += count;
  }

  /** A source lost `count` events that never got a number. */
  lost(count: number): void {
    this.#lostBeforeEmit += count;
  }

  totals(): LedgerTotals {
    return {
      last_seq: this.#lastSeq,
      stored: this.#stored,
      shed: this.#shed,
      pending: this.#lastSeq - this.#stored - this.#shed,
      lost_before_emit: this.#lostBeforeEmit,
    };
  }
}
