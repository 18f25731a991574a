import type { Clock } from '../clock/clock.ts';
import { CollectionEvent } from '../model/event.ts';
import type { BookkeepingEvent, Domain, EventDraft } from '../model/event.ts';
import type { Loss } from '../model/gap.ts';
import type { LedgerTotals } from '../model/capability.ts';
import { backOffMs } from './back-off.ts';
import { GapAccount, RUNTIME } from './gap-account.ts';
import type { GapKey, UntoldGap } from './gap-account.ts';

/** Losses of the same source and reason within this span become one gap event. */
const COALESCE_MS = 1_000;
/** Delays after the bus refused a gap. */
const REFUSED = { firstMs: 1_000, longestMs: 60_000 };

export interface BookkeeperOptions {
  readonly clock: Clock;
  /** Bookkeeping events that may be under way at once. */
  readonly reserve: number;
  /** Domain of the ledger events. */
  readonly domain: Domain;
  /** Stamps and queues a bookkeeping event; returns its number. */
  queue(draft: EventDraft): number;
  totals(): LedgerTotals;
}

/**
 * Tells losses as gap events, and the account as ledger events. Has a reserve of its own, so that these are never shed; what does
 * not fit waits, joined, in the gap account.
 */
export class Bookkeeper {
  readonly #options: BookkeeperOptions;
  readonly #account = new GapAccount();
  /** Gap events under way by their number; null for a ledger event. Bounded by the reserve and one ledger. */
  readonly #underWay = new Map<number, UntoldGap | null>();
  /** Sources and reasons with an open gap. */
  readonly #open = new Set<string>();
  #told = 0;
  #refusals = 0;
  #due = false;
  #closed = false;
  #cancelTimer: (() => void) | null = null;

  constructor(options: BookkeeperOptions) {
    this.#options = options;
  }

  /** Numbers in the ranges of gap events that the bus has accepted. */
  get told(): number {
    return this.#told;
  }

  /** Bookkeeping events that are not settled yet. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether a loss waits to be told. */
  get hasUntold(): boolean {
    return !this.#account.isEmpty;
  }

  /** Whether events must be shed, to keep the account small. */
  get isFull(): boolean {
    return this.#account.full;
  }

  /** These events, in `seq` order, were lost after they got their number. */
  shed(key: GapKey, events: readonly CollectionEvent[]): void {
    let at = 0;
    while (at < events.length) {
      const first = events[at] as CollectionEvent;
      let last = first;
      for (at += 1; events[at]?.seq === last.seq + 1; at += 1) last = events[at] as CollectionEvent;
      const [from, until] =
        first.time <= last.time ? [first.time, last.time] : [last.time, first.time];
      this.#account.shed(key, first.seq, last.seq, from, until);
    }
    this.#arm();
  }

  lost(key: Omit<GapKey, 'reason'>, loss: Loss): void {
    this.#account.lost(key, loss);
    this.#arm();
  }

  /** Queues gap events for all that is untold, as far as the reserve goes. */
  tell(): void {
    this.#due = true;
    while (this.#underWay.size < this.#options.reserve) {
      const gap = this.#account.take();
      if (gap === null) {
        this.#due = false;
        return;
      }
      this.#underWay.set(this.#options.queue(this.#draft(gap)), gap);
    }
  }

  /** Queues a ledger event, unless the one before is still under way. */
  account(): void {
    for (const gap of this.#underWay.values()) if (gap === null) return;
    const { clock, domain, totals, queue } = this.#options;
    const now = totals();
    const ledger = CollectionEvent.bookkeeping(domain, {
      type: 'ledger',
      time: clock.now(),
      // The event counts itself: it has a number, and is on its way.
      last_seq: now.last_seq + 1,
      stored: now.stored,
      shed: now.shed,
      pending: now.pending + 1,
      lost_before_emit: now.lost_before_emit,
    });
    this.#underWay.set(queue(ledger), null);
  }

  /** The bus has accepted bookkeeping events. */
  stored(events: readonly CollectionEvent[]): void {
    for (const event of events) {
      this.#told += this.#underWay.get(event.seq)?.ranges?.count ?? 0;
      this.#underWay.delete(event.seq);
    }
    this.#refusals = 0;
    if (this.#due) this.tell();
  }

  /** The bus has refused bookkeeping events: what they told is to be told again, and they themselves as well. */
  refused(events: readonly CollectionEvent[]): void {
    this.#refusals += 1;
    this.#due = false;
    for (const event of events) {
      const gap = this.#underWay.get(event.seq) ?? null;
      this.#underWay.delete(event.seq);
      if (gap !== null) this.#account.restore(gap);
      this.shed({ domain: event.domain, source: RUNTIME, reason: 'publish_refused' }, [event]);
    }
  }

  /** Ends the timer; nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #arm(): void {
    if (this.#cancelTimer !== null || this.#due || this.#closed) return;
    const delayMs = this.#refusals === 0 ? COALESCE_MS : backOffMs(REFUSED, this.#refusals);
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = null;
      this.tell();
    });
  }

  #draft(gap: UntoldGap): EventDraft {
    const given: Partial<BookkeepingEvent> = {
      source: gap.source,
      reason: gap.reason,
      from_time: gap.from,
      until_time: gap.until,
      closed: gap.until !== null,
      ranges: gap.ranges?.toText() ?? null,
      lost_before_emit: gap.ranges === null ? gap.lostBeforeEmit : null,
      lower_bound: gap.lowerBound,
    };
    return CollectionEvent.bookkeeping(gap.domain, {
      ...given,
      type: this.#typeOf(gap),
      time: this.#options.clock.now(),
    });
  }

  /** A gap that ends one that was told as open is `gap_closed`. */
  #typeOf(gap: UntoldGap): 'gap' | 'gap_closed' {
    const key = `${gap.domain} ${gap.reason} ${gap.source}`;
    if (gap.until === null) {
      this.#open.add(key);
      return 'gap';
    }
    return gap.ranges === null && this.#open.delete(key) ? 'gap_closed' : 'gap';
  }
}
