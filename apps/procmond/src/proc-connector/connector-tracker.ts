import type { EventDraft } from '@daemoneye/collector-core';
import { PF_KTHREAD, readStat, ticksToNs } from '@daemoneye/linux-kernel';
import type { ProcEvent, ProcStat } from '@daemoneye/linux-kernel';
import { forkedFacts, processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts, ProcessTable, ThreadGroups } from '@daemoneye/process-table';

import { readExec, unreadExec, unreadIds } from '../event/facts-of-exec.ts';
import { changedColumns } from '../event/process-change.ts';
import {
  exitedDraft,
  forkedDraft,
  modifiedDraft,
  startedDraft,
  suspiciousDraft,
} from '../event/process-draft.ts';
import type { DraftOrigin } from '../event/process-draft.ts';
import { suspicionsOf } from '../event/process-suspicion.ts';
import type { ProcHost } from '../proc-scan/proc-host.ts';
import { renamed } from '../proc-scan/process-reader.ts';

export interface ConnectorTrackerOptions {
  readonly host: ProcHost;
  readonly table: ProcessTable;
  readonly groups: ThreadGroups;
  readonly tier: string;
  /** Whether forks become events. */
  readonly tellsForks: boolean;
  /** CLOCK_BOOTTIME from which on every thread is counted. */
  readonly sinceBootNs: bigint;
}

/** Where an event stands on the clocks. */
export interface Moment {
  /** Nanoseconds since the Unix epoch. */
  readonly timeNs: bigint;
  /** Nanoseconds on CLOCK_BOOTTIME. */
  readonly bootNs: bigint;
  readonly nowMs: number;
}

/** Use of the machine is told by snapshots alone. */
const usage = { cpu_usage: null, memory_usage: null };
/** Starts are told in steps of 10 ms. */
const TICK_NS = 10_000_000n;

/** The time of boot is known to 10 ms: no start is later than the event that tells it. */
function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/**
 * Makes events of what the kernel tells, one after the other, and keeps the table in step. What the kernel does not tell is read
 * from /proc at once, before the process has ended; where it has, columns stay NULL.
 */
export class ConnectorTracker {
  readonly #options: ConnectorTrackerOptions;

  constructor(options: ConnectorTrackerOptions) {
    this.#options = options;
  }

  apply(event: ProcEvent, at: Moment): readonly EventDraft[] {
    switch (event.kind) {
      case 'fork':
        return this.#forked(event.pid, event.tid, event.parentPid, at);
      case 'exec':
        return this.#executed(event.pid, at);
      case 'ids':
      case 'comm':
        // A name or an id of another thread is not that of the process.
        return event.tid === event.pid ? this.#modified(event.pid, event.kind, at) : [];
      case 'exit':
        return this.#ended(event.pid, event.tid, event.status, at);
    }
  }

  #forked(pid: number, tid: number, parentPid: number, at: Moment): readonly EventDraft[] {
    const { host, table, groups, tellsForks } = this.#options;
    if (tid !== pid) {
      groups.threadStarted(pid);
      return [];
    }
    groups.forget(pid);
    const stat = this.#statAt(pid, at);
    const startNs = stat === null ? at.bootNs : ticksToNs(stat.startTicks);
    const { bootNs } = host.looker;
    const parent = table.byPid(parentPid);
    const copied = forkedFacts(
      processIdentity(host.bootId, pid, startNs),
      parentPid,
      bootNs === null ? null : earlier(bootNs + startNs, at.timeNs),
      parent,
    );
    // A thread of the kernel has its own name at once; of others the name may be of a program that came after.
    const isNamed = stat !== null && (parent === null || (stat.flags & PF_KTHREAD) !== 0);
    const freeForMs = table.endedAgo(pid, at.nowMs);
    const closed = table.upsert(isNamed ? renamed(copied, stat) : copied, at.nowMs);
    const facts = table.byPid(pid) ?? copied;
    return [
      ...(closed === null ? [] : [this.#exited(closed, null, at)]),
      ...(tellsForks
        ? [forkedDraft({ facts, usage }, at.timeNs, this.#origin(facts.ref.key))]
        : []),
      ...(freeForMs === null ? [] : this.#suspicious(facts, facts, at, freeForMs)),
    ];
  }

  #executed(pid: number, at: Moment): readonly EventDraft[] {
    const { host, table, groups } = this.#options;
    groups.executed(pid);
    const stat = this.#statAt(pid, at);
    const holder = table.byPid(pid);
    const read = stat === null ? null : host.reader.facts(pid, stat, host.looker.bootNs);
    const known = read === null || read.ref.key === holder?.ref.key ? holder : null;
    const unread = known ?? forkedFacts(this.#identityAt(pid, at), null, null, null);
    const told = read === null ? unreadExec(unread) : readExec(read, known);
    const closed = table.upsert(told, at.nowMs);
    const facts = table.byPid(pid) ?? told;
    return [
      ...(closed === null ? [] : [this.#exited(closed, null, at)]),
      startedDraft({ facts, usage }, at.timeNs, this.#origin(facts.ref.key)),
      ...this.#suspicious(facts, null, at, null),
    ];
  }

  #modified(pid: number, kind: 'ids' | 'comm', at: Moment): readonly EventDraft[] {
    const { table } = this.#options;
    const former = table.byPid(pid);
    const stat = former === null ? null : this.#statAt(pid, at);
    const facts = former === null ? null : this.#factsAfter(kind, former, stat);
    if (former === null || facts === null) return [];
    table.upsert(facts, at.nowMs);
    const changed = changedColumns(former, facts);
    if (changed.length === 0) return [];
    return [modifiedDraft({ facts, usage }, at.timeNs, this.#origin(facts.ref.key), changed)];
  }

  /** Null when nothing new can be said. */
  #factsAfter(
    kind: 'ids' | 'comm',
    former: ProcessFacts,
    stat: ProcStat | null,
  ): ProcessFacts | null {
    const { reader, looker } = this.#options.host;
    if (kind === 'comm') return stat === null ? null : renamed(former, stat);
    const read = stat === null ? null : reader.facts(former.ref.pid, stat, looker.bootNs);
    if (read === null || read.user_id === null) return unreadIds(former);
    const { user_id, user_name, group_id, group_name, session_id, tty } = read;
    return { ...former, user_id, user_name, group_id, group_name, session_id, tty };
  }

  #ended(pid: number, tid: number, status: number, at: Moment): readonly EventDraft[] {
    const { table, groups } = this.#options;
    const ended = groups.threadEnded(pid, tid, status);
    if (ended === null || (tid === pid && this.#goesOn(pid, ended))) return [];
    const facts = table.exit(pid, at.nowMs);
    return facts === null ? [] : [this.#exited(facts, ended, at)];
  }

  /** Whether other threads outlive the first one: of a process that ran before the start they were not counted. */
  #goesOn(pid: number, status: number): boolean {
    const { host, table, groups, sinceBootNs } = this.#options;
    const facts = table.byPid(pid);
    if (facts === null || facts.ref.start_boottime >= sinceBootNs) return false;
    const stat = readStat(host.procRoot, pid);
    if (stat === null || stat.threads <= 1) return false;
    groups.leaderEnded(pid, status, stat.threads - 1);
    return true;
  }

  #exited(facts: ProcessFacts, status: number | null, at: Moment): EventDraft {
    return exitedDraft({ facts, usage }, at.timeNs, this.#origin(facts.ref.key), status);
  }

  #suspicious(
    facts: ProcessFacts,
    former: ProcessFacts | null,
    { timeNs }: Moment,
    pidFreeForMs: number | null,
  ): readonly EventDraft[] {
    const isReplaced = (): boolean => this.#options.host.reader.isReplaced(facts.ref.pid);
    return suspicionsOf({ facts, former, timeNs, pidFreeForMs, isReplaced }).map((suspicion) =>
      suspiciousDraft({ facts, usage }, timeNs, this.#origin(facts.ref.key), suspicion),
    );
  }

  /** The stat of the process that the event is about: one that started later only has its pid. */
  #statAt(pid: number, at: Moment): ProcStat | null {
    const stat = readStat(this.#options.host.procRoot, pid);
    return stat !== null && ticksToNs(stat.startTicks) <= at.bootNs + TICK_NS ? stat : null;
  }

  #identityAt(pid: number, at: Moment): ProcessFacts['ref'] {
    return processIdentity(this.#options.host.bootId, pid, at.bootNs);
  }

  #origin(key: string): DraftOrigin {
    return { lineage: this.#options.table.lineage(key), tier: this.#options.tier };
  }
}
