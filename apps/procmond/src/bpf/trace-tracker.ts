import type { EventDraft } from '@daemoneye/collector-core';
import type { ExecRecord, ExitRecord, ForkRecord, TraceRecord } from '@daemoneye/linux-kernel';
import { forkedFacts, ProcessTable } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';

import type { Usage } from '../event/look.ts';
import { changedColumns } from '../event/process-change.ts';
import {
  exitedDraft,
  forkedDraft,
  modifiedDraft,
  snapshotDraft,
  startedDraft,
  suspiciousDraft,
} from '../event/process-draft.ts';
import { suspicionsOf } from '../event/process-suspicion.ts';
import { runtimeUsage } from './task-sums.ts';
import type { RuntimeMark, TaskSum } from './task-sums.ts';
import type { TraceFacts } from './trace-facts.ts';

interface Tracked {
  facts: ProcessFacts;
  execId: bigint;
  /** CPU time at the last snapshot, or at the start of the process; null before the first of a process that ran already. */
  base: RuntimeMark | null;
  /** Whether the program that runs was told: what is odd about it is told once. */
  isTold: boolean;
}

export interface TraceTrackerOptions {
  /** As in `source_tier`. */
  readonly tier: string;
  readonly facts: TraceFacts;
  /** Facts of a running process from /proc, with this identity; null when it has gone. */
  readonly read: (sum: TaskSum, former: ProcessFacts | null) => ProcessFacts | null;
  /** Whether another file has taken the path of the executable of the process. */
  readonly isReplaced: (pid: number) => boolean;
  /** Whether forks become events. */
  readonly tellsForks: boolean;
  /** Bytes of a memory page; null: memory use is not told. */
  readonly pageBytes: number | null;
}

/** The moment at which something is told. */
export interface Moment {
  /** Wall clock, nanoseconds since the Unix epoch. */
  readonly timeNs: bigint;
  readonly monotonicMs: number;
  /** Wall-clock time of boot; null when it is not known. */
  readonly bootNs: bigint | null;
}

const MAX_PROCESSES = 65_536;
const unknownUsage: Usage = { cpu_usage: null, memory_usage: null };

/**
 * Keeps what runs in step with the records of the kernel, and makes events of them. At most 65 536 processes are followed; beyond
 * that the one found first is forgotten, and its end is told with what its record says.
 */
export class TraceTracker {
  readonly #options: TraceTrackerOptions;
  readonly #table = new ProcessTable();
  readonly #tracked = new Map<number, Tracked>();

  constructor(options: TraceTrackerOptions) {
    this.#options = options;
  }

  /** Events of one record, in order: mostly one; first the end of a process of the same pid, when that was missed. */
  learn(record: TraceRecord, moment: Moment): readonly EventDraft[] {
    this.#table.sweep(moment.monotonicMs);
    if (record.kind === 'fork') return this.#learnFork(record, moment);
    return record.kind === 'exec'
      ? this.#learnExec(record, moment)
      : this.#learnExit(record, moment);
  }

  /** Learns what runs, without telling it: the base at the start, before any record. */
  seed(sums: readonly TaskSum[], moment: Moment): void {
    for (const sum of sums) this.#adopt(sum, moment, null);
  }

  /** After all has been seeded: asks once for the parents while all are there, for the answer is kept. */
  settle(): void {
    for (const { facts } of this.#tracked.values()) this.#table.parentOf(facts.ref.key);
  }

  /**
   * Sets right what lost records left wrong, from what runs now: what has gone is told as ended, what is new or runs another program
   * as started. What began after `sinceBoottime` is left alone: its records are still to come.
   */
  resync(
    sums: ReadonlyMap<number, TaskSum>,
    sinceBoottime: bigint,
    moment: Moment,
  ): readonly EventDraft[] {
    const drafts: EventDraft[] = [];
    for (const [pid, { facts }] of this.#tracked) {
      const { start_boottime: start } = facts.ref;
      if (sums.get(pid)?.startBoottime === start || start >= sinceBoottime) continue;
      drafts.push(...this.#close(pid, moment));
    }
    for (const sum of sums.values()) {
      const former = this.#tracked.get(sum.pid);
      const isSame = former?.facts.ref.start_boottime === sum.startBoottime;
      if (isSame && former !== undefined && former.execId >= sum.execId) continue;
      const base = { runtimeNs: 0, boottime: sum.startBoottime };
      const facts = this.#adopt(sum, moment, isSame ? (former?.base ?? null) : base);
      if (facts !== null) drafts.push(...this.#started(facts, moment.timeNs, moment));
    }
    return drafts;
  }

  /** The snapshot of one process, behind what has changed in it; nothing when it has gone or its start was not seen yet. */
  snapshot(sum: TaskSum, moment: Moment): readonly EventDraft[] {
    const tracked = this.#tracked.get(sum.pid);
    if (tracked?.facts.ref.start_boottime !== sum.startBoottime) return [];
    const former = tracked.isTold ? tracked.facts : null;
    tracked.facts = this.#options.read(sum, tracked.facts) ?? tracked.facts;
    this.#table.upsert(tracked.facts, moment.monotonicMs);
    const { pageBytes } = this.#options;
    const memory = pageBytes === null || sum.pages === null ? null : sum.pages * pageBytes;
    const cpu = tracked.base === null ? null : runtimeUsage(tracked.base, sum);
    tracked.base = sum;
    tracked.isTold = true;
    const facts = this.#known(tracked.facts);
    const origin = this.#origin(facts);
    const seen = { facts, usage: { cpu_usage: cpu, memory_usage: memory } };
    const changed = former === null ? [] : changedColumns(former, facts);
    return [
      ...(changed.length === 0 ? [] : [modifiedDraft(seen, moment.timeNs, origin, changed)]),
      ...this.#suspicious(facts, former, moment, null),
      snapshotDraft(seen, moment.timeNs, origin),
    ];
  }

  #learnFork(record: ForkRecord, moment: Moment): readonly EventDraft[] {
    const former = this.#tracked.get(record.pid);
    const of = this.#options.facts.ofRecord(record, moment.bootNs);
    if (former?.facts.ref.start_boottime === record.startBoottime) return [];
    const parent = this.#tracked.get(record.parent)?.facts ?? null;
    const copy = forkedFacts(of.ref, record.parent, of.start_time, parent);
    const facts = { ...copy, ...of };
    const missed = this.#close(record.pid, moment);
    const freeForMs = missed.length > 0 ? null : this.#freeFor(record.pid, moment);
    const base = { runtimeNs: 0, boottime: record.startBoottime };
    this.#follow({ facts, execId: record.execId, base, isTold: true });
    this.#table.upsert(facts, moment.monotonicMs);
    this.#table.parentOf(facts.ref.key);
    const seen = { facts: this.#known(facts), usage: unknownUsage };
    const time = this.#timeOf(record, moment);
    const forked = this.#options.tellsForks ? [forkedDraft(seen, time, this.#origin(facts))] : [];
    return [...missed, ...forked, ...this.#suspicious(facts, facts, moment, freeForMs)];
  }

  #learnExec(record: ExecRecord, moment: Moment): readonly EventDraft[] {
    const former = this.#tracked.get(record.pid);
    const isSame = former?.facts.ref.start_boottime === record.startBoottime;
    const missed = isSame ? [] : this.#close(record.pid, moment);
    const known = isSame ? (former?.facts ?? null) : null;
    const facts = this.#options.facts.ofExec(record, moment.bootNs, known);
    const base = { runtimeNs: 0, boottime: record.startBoottime };
    const from = isSame ? (former?.base ?? null) : base;
    this.#follow({ facts, execId: record.execId, base: from, isTold: true });
    this.#table.upsert(facts, moment.monotonicMs);
    return [...missed, ...this.#started(facts, this.#timeOf(record, moment), moment)];
  }

  #learnExit(record: ExitRecord, moment: Moment): readonly EventDraft[] {
    const former = this.#tracked.get(record.pid)?.facts;
    const isSame = former?.ref.start_boottime === record.startBoottime;
    const missed = isSame ? [] : this.#close(record.pid, moment);
    const facts = this.#lastFacts(record, isSame ? (former ?? null) : null, moment);
    const time = this.#timeOf(record, moment);
    const seen = { facts, usage: unknownUsage };
    const draft = exitedDraft(seen, time, this.#origin(facts), record.status);
    const ran = Number((record.boottime - record.startBoottime) / 1_000_000n);
    const ended = { ...draft, run_time_ms: ran } as EventDraft;
    this.#tracked.delete(record.pid);
    this.#table.exit(record.pid, moment.monotonicMs);
    return [...missed, ended];
  }

  /** What was known, with the ids that it has at its end; all into the table, by which its lineage is looked up. */
  #lastFacts(record: ExitRecord, former: ProcessFacts | null, moment: Moment): ProcessFacts {
    const of = this.#options.facts.ofRecord(record, moment.bootNs);
    const parent = record.parent === 0 ? null : record.parent;
    const { user_id, user_name, group_id, group_name } = of;
    const last =
      former === null
        ? { ...forkedFacts(of.ref, record.parent, of.start_time, null), ...of, ppid: parent }
        : { ...former, user_id, user_name, group_id, group_name };
    this.#table.upsert(last, moment.monotonicMs);
    return this.#known(last);
  }

  /** Tells the end of a process whose own record was lost; how and when it ended is not known. */
  #close(pid: number, moment: Moment): readonly EventDraft[] {
    const tracked = this.#tracked.get(pid);
    if (tracked === undefined) return [];
    const seen = { facts: this.#known(tracked.facts), usage: unknownUsage };
    const draft = exitedDraft(seen, moment.timeNs, this.#origin(tracked.facts));
    this.#tracked.delete(pid);
    this.#table.exit(pid, moment.monotonicMs);
    return [draft];
  }

  #adopt(sum: TaskSum, moment: Moment, base: RuntimeMark | null): ProcessFacts | null {
    const facts = this.#options.read(sum, this.#tracked.get(sum.pid)?.facts ?? null);
    if (facts === null) return null;
    this.#follow({ facts, execId: sum.execId, base, isTold: false });
    this.#table.upsert(facts, moment.monotonicMs);
    return facts;
  }

  #follow(tracked: Tracked): void {
    const { pid } = tracked.facts.ref;
    const [first] = this.#tracked.keys();
    if (this.#tracked.size >= MAX_PROCESSES && first !== undefined && !this.#tracked.has(pid))
      this.#tracked.delete(first);
    this.#tracked.set(pid, tracked);
  }

  /** As the table has it: who started it, and the place of a cgroup that another process told. */
  #known(facts: ProcessFacts): ProcessFacts {
    return this.#table.byKey(facts.ref.key) ?? facts;
  }

  #started(facts: ProcessFacts, time: bigint, moment: Moment): readonly EventDraft[] {
    const tracked = this.#tracked.get(facts.ref.pid);
    if (tracked !== undefined) tracked.isTold = true;
    const seen = { facts: this.#known(facts), usage: unknownUsage };
    const started = startedDraft(seen, time, this.#origin(facts));
    return [started, ...this.#suspicious(seen.facts, null, moment, null)];
  }

  #suspicious(
    facts: ProcessFacts,
    former: ProcessFacts | null,
    { timeNs }: Moment,
    pidFreeForMs: number | null,
  ): readonly EventDraft[] {
    const isReplaced = (): boolean => this.#options.isReplaced(facts.ref.pid);
    return suspicionsOf({ facts, former, timeNs, pidFreeForMs, isReplaced }).map((suspicion) => {
      const seen = { facts, usage: unknownUsage };
      return suspiciousDraft(seen, timeNs, this.#origin(facts), suspicion);
    });
  }

  #freeFor(pid: number, { monotonicMs }: Moment): number | null {
    return this.#table.endedAgo(pid, monotonicMs);
  }

  #origin({ ref }: ProcessFacts) {
    return { lineage: this.#table.lineage(ref.key), tier: this.#options.tier };
  }

  /** The time of boot is known to 10 ms: nothing has happened later than now. */
  #timeOf(record: TraceRecord, { timeNs, bootNs }: Moment): bigint {
    if (bootNs === null) return timeNs;
    const time = bootNs + record.boottime;
    return time > timeNs ? timeNs : time;
  }
}
