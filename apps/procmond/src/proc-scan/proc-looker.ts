import { setImmediate as yieldToLoop } from 'node:timers/promises';

import { bootTime, listPids, readableOrNull, readUptime } from '@daemoneye/linux-kernel';
import type { ProcStat, StatDescriptors } from '@daemoneye/linux-kernel';
import type { ProcessFacts } from '@daemoneye/process-table';

import type { Look, ProcessLooker, Seen } from '../event/look.ts';
import { cpuUsage } from './cpu-usage.ts';
import type { CpuMark } from './cpu-usage.ts';
import { hasEnded, imageChange } from './image-change.ts';
import { renamed } from './process-reader.ts';
import type { ProcessReader } from './process-reader.ts';

export interface ProcLookerOptions {
  readonly procRoot: string;
  readonly stats: StatDescriptors;
  readonly reader: ProcessReader;
  /** Bytes of a memory page; null: memory use is not known. */
  readonly pageBytes: number | null;
  /** Reads again what changes slowly: names of users and groups. */
  readonly refresh: () => void;
  /** Most processes that are followed; those beyond it are counted as overlooked. */
  readonly maxProcesses: number;
}

interface Followed {
  facts: ProcessFacts;
  stat: ProcStat;
  readonly first: CpuMark;
  /** CPU time at the first look, later at the last snapshot. */
  base: CpuMark;
  last: CpuMark;
  /** Told as ended already; it waits for its parent, and its pid is still taken. */
  ended: boolean;
}

interface Found {
  readonly appeared: Seen[];
  readonly replaced: Seen[];
  readonly ended: Seen[];
  overlooked: number;
}

/** Processes between two turns of the event loop. */
const SLICE = 200;

/**
 * Looks at /proc: a known process costs one positional read of its stat, a new one is read whole. The work is synchronous,
 * in slices that let the event loop turn.
 */
export class ProcLooker implements ProcessLooker {
  readonly #options: ProcLookerOptions;
  readonly #followed = new Map<number, Followed>();
  #bootNs: bigint | null = null;
  #formerNs: bigint | null = null;

  constructor(options: ProcLookerOptions) {
    this.#options = options;
  }

  /** Wall-clock time of boot, as the last look found it; null when unknown. */
  get bootNs(): bigint | null {
    return this.#bootNs;
  }

  async look(timeNs: bigint, nowMs: number): Promise<Look> {
    const { procRoot, refresh } = this.#options;
    refresh();
    const uptime = readableOrNull(() => readUptime(procRoot));
    if (uptime !== null) this.#bootNs = bootTime(this.#bootNs, timeNs, uptime);
    const found: Found = { appeared: [], replaced: [], ended: [], overlooked: 0 };
    const pids = listPids(procRoot);
    for (const [index, pid] of pids.entries()) {
      if (index % SLICE === SLICE - 1) await yieldToLoop();
      this.#lookAt(pid, nowMs, found);
    }
    this.#endMissing(new Set(pids), found);
    const look = { timeNs, formerNs: this.#formerNs, ...found };
    this.#formerNs = timeNs;
    return look;
  }

  async snapshot(): Promise<readonly Seen[]> {
    const all: Seen[] = [];
    for (const [index, [pid, followed]] of [...this.#followed].entries()) {
      if (index % SLICE === SLICE - 1) await yieldToLoop();
      if (followed.ended) continue;
      // What a process changes without exec: user, working directory, cgroup, title.
      if (followed.last !== followed.first) followed.facts = this.#factsAgain(pid, followed);
      all.push(this.#seen(followed));
      followed.base = followed.last;
    }
    return all;
  }

  close(): void {
    this.#options.stats.close();
    this.#followed.clear();
  }

  #lookAt(pid: number, nowMs: number, found: Found): void {
    const { stats } = this.#options;
    const followed = this.#followed.get(pid);
    let stat = stats.read(pid);
    if (followed !== undefined) {
      if (stat !== null && stat.startTicks === followed.stat.startTicks) {
        this.#lookAgain(pid, followed, stat, nowMs, found);
        return;
      }
      this.#end(pid, followed, found);
      // The descriptor told the end of the old process: whether the pid is another's now needs a new look.
      stat ??= stats.read(pid);
    }
    // A process can exit between the listing and the read; that is an exit, not a failure.
    if (stat === null) return;
    if (this.#followed.size >= this.#options.maxProcesses) {
      stats.release(pid);
      found.overlooked++;
      return;
    }
    this.#follow(pid, stat, nowMs, found);
  }

  #follow(pid: number, stat: ProcStat, nowMs: number, found: Found): void {
    const mark = { ticks: stat.cpuTicks, atMs: nowMs };
    const facts = this.#options.reader.facts(pid, stat, this.#bootNs);
    const ended = hasEnded(stat);
    const followed: Followed = { facts, stat, first: mark, base: mark, last: mark, ended };
    this.#followed.set(pid, followed);
    const seen = this.#seen(followed);
    found.appeared.push(seen);
    if (ended) found.ended.push(seen);
  }

  #lookAgain(pid: number, followed: Followed, stat: ProcStat, nowMs: number, found: Found): void {
    if (followed.ended) return;
    const change = imageChange(followed.stat, stat);
    if (hasEnded(stat)) {
      followed.ended = true;
      found.ended.push(this.#seen(followed));
      return;
    }
    followed.stat = stat;
    followed.last = { ticks: stat.cpuTicks, atMs: nowMs };
    if (change === 'same') return;
    if (change === 'replaced' || this.#runsAnother(pid, followed)) {
      followed.facts = this.#factsAgain(pid, followed);
      found.replaced.push(this.#seen(followed));
    } else {
      followed.facts = renamed(followed.facts, stat);
    }
  }

  /** Without a path to compare, the arguments decide: a process that rewrites its title then looks like an exec. */
  #runsAnother(pid: number, { facts, stat }: Followed): boolean {
    const image = this.#options.reader.image(pid, stat);
    if (facts.executable_path !== null && image.executable_path !== null) {
      return facts.executable_path !== image.executable_path;
    }
    return image.command_line !== null && facts.command_line !== image.command_line;
  }

  /** The present facts; the former when the process has gone meanwhile. Who started it, and when, stays as first seen. */
  #factsAgain(pid: number, { facts, stat }: Followed): ProcessFacts {
    const now = this.#options.reader.facts(pid, stat, this.#bootNs);
    if (now.user_id === null) return facts;
    return { ...now, ppid: facts.ppid, start_time: facts.start_time };
  }

  #endMissing(present: ReadonlySet<number>, found: Found): void {
    for (const [pid, followed] of this.#followed) {
      if (present.has(pid)) continue;
      this.#options.stats.release(pid);
      this.#end(pid, followed, found);
    }
  }

  #end(pid: number, followed: Followed, found: Found): void {
    this.#followed.delete(pid);
    if (!followed.ended) found.ended.push(this.#seen(followed));
  }

  #seen({ facts, stat, base, last }: Followed): Seen {
    const { pageBytes } = this.#options;
    const memory = pageBytes === null ? null : stat.rssPages * pageBytes;
    return { facts, usage: { cpu_usage: cpuUsage(base, last), memory_usage: memory } };
  }
}
