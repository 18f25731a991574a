import type { ProcessIdentity } from './process-key.ts';

interface Dead<T> {
  readonly value: T;
  readonly pid: number;
  readonly endedMs: number;
}

/** Entries of ended processes by key, for `keepMs` and at most `max`; when full the one that ended first goes, and is counted. */
export class DeadProcesses<T> {
  readonly #max: number;
  readonly #keepMs: number;
  readonly #entries = new Map<string, Dead<T>>();
  /** Key of the entry whose process had the pid last. */
  readonly #lastOfPid = new Map<number, string>();
  #evicted = 0;

  constructor(max: number, keepMs: number) {
    this.#max = max;
    this.#keepMs = keepMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Entries that went because of `max`. */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Milliseconds since the process that had the pid last has ended; null when none is held. */
  endedAgo(pid: number, nowMs: number): number | null {
    const entry = this.#entries.get(this.#lastOfPid.get(pid) ?? '');
    return entry === undefined ? null : nowMs - entry.endedMs;
  }

  /** `nowMs` never goes backwards from call to call. */
  add({ pid, key }: Pick<ProcessIdentity, 'pid' | 'key'>, value: T, nowMs: number): void {
    this.sweep(nowMs);
    this.#delete(key);
    this.#entries.set(key, { value, pid, endedMs: nowMs });
    this.#lastOfPid.set(pid, key);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size <= this.#max || oldest === undefined) return;
    this.#delete(oldest);
    this.#evicted++;
  }

  /** Forgets what ended `keepMs` ago or earlier. */
  sweep(nowMs: number): void {
    for (const [key, entry] of this.#entries) {
      if (nowMs - entry.endedMs < this.#keepMs) return;
      this.#delete(key);
    }
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    if (this.#lastOfPid.get(entry.pid) === key) this.#lastOfPid.delete(entry.pid);
  }
}
