import { CgroupPlaces } from './cgroup-places.ts';
import { DeadProcesses } from './dead-processes.ts';
import type { Lineage, ProcessFacts } from './process-facts.ts';

export interface ProcessTableOptions {
  /** Most processes that are held as alive; beyond it the one added first is evicted. Default 65 536. */
  readonly maxLive?: number;
  /** Most processes that are held after their end. Default 16 384. */
  readonly maxDead?: number;
  /** How long a process is held after its end. Default 60 000. */
  readonly keepDeadMs?: number;
}

export interface ProcessTableStats {
  readonly live: number;
  readonly dead: number;
  /** Entries that a bound, not time, has removed since the start. */
  readonly evicted: number;
}

interface Entry {
  facts: ProcessFacts;
  /** Resolved as soon as the parent is known, and kept: the pid of the parent may be another's later. */
  parentKey: string | null;
}

const MAX_ANCESTORS = 8;

/**
 * Identity and history of processes, fed by one source and asked by all who attribute. Holds the living, and the dead for a while,
 * so that an event that arrives after the end still finds its process. Time is passed in: `nowMs` is a monotonic clock.
 */
export class ProcessTable {
  readonly #maxLive: number;
  readonly #livePids = new Map<number, Entry>();
  readonly #liveKeys = new Map<string, Entry>();
  readonly #dead: DeadProcesses<Entry>;
  readonly #places = new CgroupPlaces();
  #evicted = 0;

  constructor(options: ProcessTableOptions = {}) {
    this.#maxLive = options.maxLive ?? 65_536;
    this.#dead = new DeadProcesses(options.maxDead ?? 16_384, options.keepDeadMs ?? 60_000);
  }

  /**
   * Adds a process, or replaces what is known of it (after an exec). When the pid belonged to a process with another start, that
   * one has ended unseen: it joins the dead and is returned. Facts without a cgroup path get path and container of their cgroup id.
   */
  upsert(given: ProcessFacts, nowMs: number): ProcessFacts | null {
    const facts = this.#places.complete(given);
    const { pid, key } = facts.ref;
    const holder = this.#livePids.get(pid);
    if (holder?.facts.ref.key === key) {
      // Once its parent has died another one adopts it; who started it stays who started it.
      const ppid = holder.facts.ppid ?? facts.ppid;
      holder.facts = facts.ppid === ppid ? facts : { ...facts, ppid };
      return null;
    }
    const closed = holder === undefined ? null : this.exit(pid, nowMs);
    if (this.#livePids.size >= this.#maxLive) this.#evictFirst();
    const entry: Entry = { facts, parentKey: null };
    this.#livePids.set(pid, entry);
    this.#liveKeys.set(key, entry);
    // Whoever asks may come after the parent's end.
    this.#parentOf(entry);
    return closed;
  }

  /** Moves the live process with this pid to the dead and returns it; null when there is none. */
  exit(pid: number, nowMs: number): ProcessFacts | null {
    const entry = this.#livePids.get(pid);
    if (entry === undefined) return null;
    // Whoever asks later must find who started it, even when that one is gone or its pid reused.
    this.#parentOf(entry);
    this.#livePids.delete(pid);
    this.#liveKeys.delete(entry.facts.ref.key);
    this.#dead.add(entry.facts.ref, entry, nowMs);
    return entry.facts;
  }

  /** Forgets the dead whose time is over. */
  sweep(nowMs: number): void {
    this.#dead.sweep(nowMs);
  }

  /** The live process with this pid. */
  byPid(pid: number): ProcessFacts | null {
    return this.#livePids.get(pid)?.facts ?? null;
  }

  /** Every process that is held as alive. */
  *live(): IterableIterator<ProcessFacts> {
    for (const { facts } of this.#livePids.values()) yield facts;
  }

  /** Whether the process with this key is held as alive. */
  isLive(key: string): boolean {
    return this.#liveKeys.has(key);
  }

  /** Milliseconds since the process that had this pid last has ended; null when none is remembered. */
  endedAgo(pid: number, nowMs: number): number | null {
    return this.#dead.endedAgo(pid, nowMs);
  }

  /** The process with this key, living or dead. */
  byKey(key: string): ProcessFacts | null {
    return this.#entry(key)?.facts ?? null;
  }

  /** Who started the process with this key; null when that is not known (any more). */
  parentOf(key: string): ProcessFacts | null {
    const entry = this.#entry(key);
    return entry === undefined ? null : (this.#parentOf(entry)?.facts ?? null);
  }

  /** Executable path, else name, of parent, grandparent and so on: nearest first, at most 8. Never repeats a process. */
  ancestors(key: string): readonly string[] {
    const seen = new Set([key]);
    const names: string[] = [];
    for (let facts = this.parentOf(key); facts !== null; facts = this.parentOf(facts.ref.key)) {
      if (seen.has(facts.ref.key) || names.length === MAX_ANCESTORS) break;
      seen.add(facts.ref.key);
      names.push(facts.executable_path ?? facts.name ?? '?');
    }
    return names;
  }

  /** The lineage columns of the process with this key; all NULL when its parent is not known. */
  lineage(key: string): Lineage {
    const parent = this.parentOf(key);
    return {
      parent_process_key: parent?.ref.key ?? null,
      parent_name: parent?.name ?? null,
      parent_executable_path: parent?.executable_path ?? null,
      parent_command_line: parent?.command_line ?? null,
      ancestors: parent === null ? null : this.ancestors(key),
    };
  }

  stats(): ProcessTableStats {
    return {
      live: this.#livePids.size,
      dead: this.#dead.size,
      evicted: this.#evicted + this.#dead.evicted,
    };
  }

  #entry(key: string): Entry | undefined {
    return this.#liveKeys.get(key) ?? this.#dead.get(key);
  }

  #parentOf(entry: Entry): Entry | undefined {
    if (entry.parentKey !== null) return this.#entry(entry.parentKey);
    const { ppid, ref } = entry.facts;
    const parent = ppid === null ? undefined : this.#livePids.get(ppid);
    // A parent is older than its child: else its pid was reused.
    if (parent === undefined || parent === entry) return undefined;
    if (parent.facts.ref.start_boottime > ref.start_boottime) return undefined;
    entry.parentKey = parent.facts.ref.key;
    return parent;
  }

  #evictFirst(): void {
    const [first] = this.#livePids;
    if (first === undefined) return;
    this.#livePids.delete(first[0]);
    this.#liveKeys.delete(first[1].facts.ref.key);
    this.#evicted++;
  }
}
