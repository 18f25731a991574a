import type { CollectionEvent } from '@daemoneye/collector-core';

type EventIdentity = Pick<CollectionEvent, 'host' | 'collector' | 'epoch' | 'seq'>;

/** Numbers seen of one collector run: all up to `floor`, and those above it one by one. */
interface Run {
  floor: number;
  readonly above: Set<number>;
}

/**
 * Which events were seen, by identity. Exact for the last `maxAhead` events of each of the last `maxRuns` collector runs; a number
 * further back counts as seen, so that a late repeat is never taken for news.
 */
export class SeenEvents {
  readonly #maxRuns: number;
  readonly #maxAhead: number;
  readonly #runs = new Map<string, Run>();

  constructor(maxRuns = 256, maxAhead = 16_384) {
    this.#maxRuns = maxRuns;
    this.#maxAhead = maxAhead;
  }

  /** Collector runs that are remembered. */
  get runs(): number {
    return this.#runs.size;
  }

  /** True the first time an identity is given, false from then on. */
  add(event: EventIdentity): boolean {
    const run = this.#runOf(`${event.host}:${event.collector}:${event.epoch}`);
    const { seq } = event;
    if (seq <= run.floor || run.above.has(seq)) return false;
    run.above.add(seq);
    while (run.above.delete(run.floor + 1)) run.floor += 1;
    if (run.above.size > this.#maxAhead) this.#raiseFloor(run);
    return true;
  }

  #runOf(key: string): Run {
    const known = this.#runs.get(key) ?? { floor: 0, above: new Set<number>() };
    // Deleting first moves the run to the end: the front of the map is the run that was silent longest.
    this.#runs.delete(key);
    this.#runs.set(key, known);
    if (this.#runs.size > this.#maxRuns) {
      const [oldest] = this.#runs.keys();
      if (oldest !== undefined) this.#runs.delete(oldest);
    }
    return known;
  }

  /** Gives up the holes below the upper half of what was seen: numbers of shed events never come. */
  #raiseFloor(run: Run): void {
    const sorted = [...run.above].toSorted((a, b) => a - b);
    run.floor = sorted[sorted.length >> 1] ?? run.floor;
    for (const seq of sorted) if (seq <= run.floor) run.above.delete(seq);
    while (run.above.delete(run.floor + 1)) run.floor += 1;
  }
}
