import type { Clock, SourceContext } from '@daemoneye/collector-core';
import type { ProcessTable } from '@daemoneye/process-table';

import type { Look, Seen } from './look.ts';
import type { DraftOrigin } from './process-draft.ts';
import { exitedDraft, snapshotDraft, startedDraft, startedTime } from './process-draft.ts';

function byTime(a: { readonly time: bigint }, b: { readonly time: bigint }): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}

/** Makes events of looks, in the order of their times, and keeps the process table in step with them. */
export class LookReporter {
  readonly #context: Pick<SourceContext, 'emit' | 'lost' | 'signal'>;
  readonly #tier: string;
  readonly #table: ProcessTable;
  #overlooked = 0;

  constructor(
    context: Pick<SourceContext, 'emit' | 'lost' | 'signal'>,
    tier: string,
    table: ProcessTable,
  ) {
    this.#context = context;
    this.#tier = tier;
    this.#table = table;
  }

  /** Puts all of a look into the table, before its events are made: a parent may stand behind its child in the list. */
  learn(look: Look, nowMs: number): void {
    for (const { facts } of [...look.appeared, ...look.replaced]) this.#table.upsert(facts, nowMs);
    // Asked once while all of this look are alive in the table: the answer is kept.
    for (const { facts } of look.appeared) this.#table.parentOf(facts.ref.key);
    for (const { facts } of look.ended) {
      // The pid may be another's by now; then `upsert` has closed this one.
      const holder = this.#table.byPid(facts.ref.pid);
      if (holder?.ref.key === facts.ref.key) this.#table.exit(facts.ref.pid, nowMs);
    }
    this.#table.sweep(nowMs);
  }

  /** Emits what a look found, starts first, each with its lineage. */
  async changes(look: Look): Promise<void> {
    const { formerNs, timeNs } = look;
    this.#tellOverlooked(look);
    const appeared = look.appeared.map((seen) => ({
      seen,
      time: startedTime(seen.facts, formerNs, timeNs),
    }));
    for (const { seen, time } of appeared.toSorted(byTime)) {
      if (this.#context.signal.aborted) return;
      await this.#context.emit(startedDraft(seen, time, this.#origin(seen)));
    }
    for (const seen of look.replaced) {
      if (this.#context.signal.aborted) return;
      await this.#context.emit(startedDraft(seen, timeNs, this.#origin(seen)));
    }
    for (const seen of look.ended) {
      if (this.#context.signal.aborted) return;
      await this.#context.emit(exitedDraft(seen, timeNs, this.#origin(seen)));
    }
  }

  /** Emits a snapshot of each process. */
  async snapshots(all: readonly Seen[], clock: Clock): Promise<void> {
    const [timeNs, nowMs] = [clock.now(), clock.monotonicMs()];
    for (const { facts } of all) this.#table.upsert(facts, nowMs);
    for (const seen of all) {
      if (this.#context.signal.aborted) return;
      await this.#context.emit(snapshotDraft(seen, timeNs, this.#origin(seen)));
    }
  }

  /** The same processes are passed over at each look: only more of them are a new loss. */
  #tellOverlooked({ overlooked, formerNs, timeNs }: Look): void {
    const count = overlooked - this.#overlooked;
    this.#overlooked = overlooked;
    if (count <= 0) return;
    const from = formerNs ?? timeNs;
    this.#context.lost({ reason: 'evicted', count, lowerBound: true, from, until: timeNs });
  }

  #origin(seen: Seen): DraftOrigin {
    return { lineage: this.#table.lineage(seen.facts.ref.key), tier: this.#tier };
  }
}
