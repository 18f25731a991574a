import type { Clock, EventDraft, SourceContext } from '@daemoneye/collector-core';
import type { ProcessFacts, ProcessTable } from '@daemoneye/process-table';

import type { Look, Seen } from './look.ts';
import { changedColumns } from './process-change.ts';
import type { DraftOrigin } from './process-draft.ts';
import {
  exitedDraft,
  modifiedDraft,
  snapshotDraft,
  startedDraft,
  startedTime,
  suspiciousDraft,
} from './process-draft.ts';
import { suspicionsOf } from './process-suspicion.ts';

export interface LookReporterOptions {
  readonly context: Pick<SourceContext, 'emit' | 'lost' | 'signal'>;
  readonly tier: string;
  readonly table: ProcessTable;
  /** Whether another file has taken the path of the executable of the process. */
  isReplaced(pid: number): boolean;
}

function byTime(a: { readonly time: bigint }, b: { readonly time: bigint }): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}

/** Makes events of looks, in the order of their times, and keeps the process table in step with them. */
export class LookReporter {
  readonly #options: LookReporterOptions;
  #overlooked = 0;
  /** Pids whose former process ended a short time before they appeared, since the last report. */
  #freeForMs: ReadonlyMap<number, number> = new Map();
  #isFirstSnapshot = true;

  constructor(options: LookReporterOptions) {
    this.#options = options;
  }

  /** Puts all of a look into the table, before its events are made: a parent may stand behind its child in the list. */
  learn(look: Look, nowMs: number): void {
    const { table } = this.#options;
    for (const { facts } of [...look.appeared, ...look.replaced]) table.upsert(facts, nowMs);
    this.#freeForMs = new Map(
      look.appeared.flatMap(({ facts: { ref } }) => {
        const ago = table.endedAgo(ref.pid, nowMs);
        return ago === null ? [] : [[ref.pid, ago] as const];
      }),
    );
    // Asked once while all of this look are alive in the table: the answer is kept.
    for (const { facts } of look.appeared) table.parentOf(facts.ref.key);
    for (const { facts } of look.ended) {
      // The pid may be another's by now; then `upsert` has closed this one.
      const holder = table.byPid(facts.ref.pid);
      if (holder?.ref.key === facts.ref.key) table.exit(facts.ref.pid, nowMs);
    }
    table.sweep(nowMs);
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
      await this.#emit(startedDraft(seen, time, this.#origin(seen)));
      await this.#suspect(seen, null, timeNs, this.#freeForMs.get(seen.facts.ref.pid) ?? null);
    }
    for (const seen of look.replaced) {
      await this.#emit(startedDraft(seen, timeNs, this.#origin(seen)));
      await this.#suspect(seen, null, timeNs, null);
    }
    for (const seen of look.ended) {
      await this.#emit(exitedDraft(seen, timeNs, this.#origin(seen)));
    }
  }

  /** Emits a snapshot of each process, behind what has changed in it since it was last told. */
  async snapshots(all: readonly Seen[], clock: Clock): Promise<void> {
    const { table } = this.#options;
    const [timeNs, nowMs] = [clock.now(), clock.monotonicMs()];
    const isFirst = this.#isFirstSnapshot;
    this.#isFirstSnapshot = false;
    const former = all.map(({ facts }) => (isFirst ? null : table.byKey(facts.ref.key)));
    for (const { facts } of all) table.upsert(facts, nowMs);
    for (const [index, seen] of all.entries()) {
      const before = former[index] ?? null;
      const changed = before === null ? [] : changedColumns(before, seen.facts);
      if (changed.length > 0) {
        await this.#emit(modifiedDraft(seen, timeNs, this.#origin(seen), changed));
      }
      await this.#suspect(seen, before, timeNs, null);
      await this.#emit(snapshotDraft(seen, timeNs, this.#origin(seen)));
    }
  }

  async #suspect(
    seen: Seen,
    former: ProcessFacts | null,
    timeNs: bigint,
    pidFreeForMs: number | null,
  ): Promise<void> {
    const { facts } = seen;
    const isReplaced = (): boolean => this.#options.isReplaced(facts.ref.pid);
    for (const suspicion of suspicionsOf({ facts, former, timeNs, pidFreeForMs, isReplaced }))
      await this.#emit(suspiciousDraft(seen, timeNs, this.#origin(seen), suspicion));
  }

  async #emit(event: EventDraft): Promise<void> {
    const { signal, emit } = this.#options.context;
    if (!signal.aborted) await emit(event);
  }

  /** The same processes are passed over at each look: only more of them are a new loss. */
  #tellOverlooked({ overlooked, formerNs, timeNs }: Look): void {
    const count = overlooked - this.#overlooked;
    this.#overlooked = overlooked;
    if (count <= 0) return;
    const from = formerNs ?? timeNs;
    const loss = { reason: 'evicted', count, lowerBound: true, from, until: timeNs };
    this.#options.context.lost(loss);
  }

  #origin(seen: Seen): DraftOrigin {
    const { table, tier } = this.#options;
    return { lineage: table.lineage(seen.facts.ref.key), tier };
  }
}
