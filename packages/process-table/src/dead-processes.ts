/** Entries of ended processes by key, for `keepMs` and at most `max`; when full the one that ended first goes, and is counted. */
export class DeadProcesses<T> {
  readonly #max: number;
  readonly #keepMs: number;
  readonly #entries = new Map<string, { readonly value: T; readonly endedMs: number }>();
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

  /** `nowMs` never goes backwards from call to call. */
  add(key: string, value: T, nowMs: number): void {
    this.sweep(nowMs);
    this.#entries.delete(key);
    this.#entries.set(key, { value, endedMs: nowMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size <= this.#max || oldest === undefined) return;
    this.#entries.delete(oldest);
    this.#evicted++;
  }

  /** Forgets what ended `keepMs` ago or earlier. */
  sweep(nowMs: number): void {
    for (const [key, entry] of this.#entries) {
      if (nowMs - entry.endedMs < this.#keepMs) return;
      this.#entries.delete(key);
    }
  }
}
