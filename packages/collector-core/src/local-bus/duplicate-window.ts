interface Seen {
  readonly sequence: number;
  readonly untilMs: number;
}

/**
 * Message ids of the last `windowMs`, at most `maxIds`: beyond that the older half is forgotten before its time.
 */
export class DuplicateWindow {
  readonly #windowMs: number;
  readonly #maxIds: number;
  #young = new Map<string, Seen>();
  #old = new Map<string, Seen>();
  #turnMs = 0;

  constructor(windowMs: number, maxIds: number) {
    this.#windowMs = windowMs;
    this.#maxIds = maxIds;
  }

  /** Sequence under which the id was stored; undefined when it was not, or too long ago. */
  find(id: string, nowMs: number): number | undefined {
    const seen = this.#young.get(id) ?? this.#old.get(id);
    return seen !== undefined && nowMs < seen.untilMs ? seen.sequence : undefined;
  }

  /** Remembers the id for the window. */
  add(id: string, sequence: number, nowMs: number): void {
    if (this.#young.size >= this.#maxIds / 2 || nowMs >= this.#turnMs) this.#turn(nowMs);
    this.#young.set(id, { sequence, untilMs: nowMs + this.#windowMs });
  }

  /** Two generations: whatever is in the older one when the younger is a window old has expired. */
  #turn(nowMs: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnMs = nowMs + this.#windowMs;
  }
}
