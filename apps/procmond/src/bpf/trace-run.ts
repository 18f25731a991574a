import { setImmediate as yieldToLoop } from 'node:timers/promises';

import type { EventDraft, SourceContext } from '@daemoneye/collector-core';
import type { ProcessTrace, TraceRecord } from '@daemoneye/linux-kernel';

import { nextTick } from '../tier/next-tick.ts';
import type { TraceHost } from './host-of-trace.ts';
import { LossCounter } from './loss-counter.ts';
import { TaskSums } from './task-sums.ts';
import { TraceTracker } from './trace-tracker.ts';
import type { Moment } from './trace-tracker.ts';

/** Records that are read before the events of them are handed on, and other work may run. */
const BATCH = 256;
/** Processes that are read before other work may run. */
const SLICE = 16;
/** How long an exit waits for somebody to look, when no exec wakes the reader. */
const LOOK_MS = 100;
/** Least time between two walks over all tasks because of losses. */
const RESYNC_MS = 1_000;
const HOUSEKEEPING_MS = 1_000;

export interface TraceRunOptions {
  readonly snapshotIntervalMs: number;
  /** Whether `process.forked` is told. */
  readonly tellsForks: boolean;
}

/** One run of the tier over an open trace, which the caller closes. */
export class TraceRun {
  readonly #context: SourceContext;
  readonly #trace: ProcessTrace;
  readonly #host: TraceHost;
  readonly #options: TraceRunOptions;
  readonly #losses = new LossCounter();
  #bootNs: bigint | null = null;
  #isOutOfStep = false;

  constructor(
    context: SourceContext,
    trace: ProcessTrace,
    host: TraceHost,
    options: TraceRunOptions,
  ) {
    this.#context = context;
    this.#trace = trace;
    this.#host = host;
    this.#options = options;
  }

  /** Emits until the signal aborts; calls `ready` once it knows what runs. */
  async run(tier: string, ready: () => void): Promise<void> {
    const { clock, signal } = this.#context;
    const { tellsForks } = this.#options;
    const tracker = new TraceTracker({ ...this.#host, tier, tellsForks });
    this.#keepHouse();
    await this.#seed(tracker);
    ready();
    const startMs = clock.monotonicMs();
    let [snapshotMs, houseMs, resyncMs] = [startMs, startMs, startMs];
    while (!signal.aborted) {
      const count = await this.#batch(tracker);
      const now = clock.monotonicMs();
      if (now >= houseMs) this.#keepHouse();
      if (now >= houseMs) houseMs = nextTick(startMs, HOUSEKEEPING_MS, now);
      this.#tellLosses();
      // More waits: other work of this process goes before it.
      if (count === BATCH) await yieldToLoop();
      else if (this.#isOutOfStep && now >= resyncMs) {
        await this.#resync(tracker);
        resyncMs = clock.monotonicMs() + RESYNC_MS;
      } else if (now >= snapshotMs) {
        await this.#snapshots(tracker);
        snapshotMs = nextTick(startMs, this.#options.snapshotIntervalMs, clock.monotonicMs());
      } else if (count === 0) await this.#trace.readable(LOOK_MS, signal);
    }
  }

  #moment(): Moment {
    const { clock } = this.#context;
    return { timeNs: clock.now(), monotonicMs: clock.monotonicMs(), bootNs: this.#bootNs };
  }

  #keepHouse(): void {
    this.#host.refresh();
    this.#bootNs = this.#host.bootNs(this.#context.clock.now());
  }

  async #emit(drafts: readonly EventDraft[]): Promise<void> {
    for (const draft of drafts) await this.#context.emit(draft);
  }

  /** Reads one batch of records, with what /proc has of them, and then hands on its events. */
  async #batch(tracker: TraceTracker): Promise<number> {
    const drafts: EventDraft[] = [];
    const count = this.#consume(tracker, drafts, BATCH);
    await this.#emit(drafts);
    return count;
  }

  #consume(tracker: TraceTracker, drafts: EventDraft[], most: number): number {
    const learn = (record: TraceRecord): void => {
      drafts.push(...tracker.learn(record, this.#moment()));
    };
    return this.#trace.consume(learn, most);
  }

  #tasks(): TaskSums {
    const sums = new TaskSums();
    this.#trace.tasks((task) => sums.add(task));
    return sums;
  }

  async #seed(tracker: TraceTracker): Promise<void> {
    const sums = this.#tasks().all();
    for (let from = 0; from < sums.length; from += SLICE) {
      tracker.seed(sums.slice(from, from + SLICE), this.#moment());
      await yieldToLoop();
    }
    tracker.settle();
  }

  #tellLosses(): void {
    const { timeNs } = this.#moment();
    const { loss, isNew } = this.#losses.look(this.#trace.counts(), timeNs);
    if (loss !== null) this.#context.lost(loss);
    if (isNew) this.#isOutOfStep = true;
  }

  /** Between the walk and the comparison all records are read: what the walk saw and they tell is no loss. */
  async #resync(tracker: TraceTracker): Promise<void> {
    const drafts: EventDraft[] = [];
    const sums = this.#tasks();
    const walked = sums.all()[0]?.boottime ?? 0n;
    const told = new Set<number>();
    const learn = (record: TraceRecord): void => {
      if (record.kind === 'exit') told.add(record.pid);
      drafts.push(...tracker.learn(record, this.#moment()));
    };
    while (this.#trace.consume(learn, BATCH) === BATCH);
    const running = new Map(sums.all().map((sum) => [sum.pid, sum] as const));
    for (const pid of told) running.delete(pid);
    this.#isOutOfStep = false;
    drafts.push(...tracker.resync(running, walked, this.#moment()));
    await this.#emit(drafts);
  }

  /** Records are read in between: who is told late of a short-lived process finds nothing of it in /proc. */
  async #snapshots(tracker: TraceTracker): Promise<void> {
    const { signal } = this.#context;
    for (const [index, sum] of this.#tasks().all().entries()) {
      if (signal.aborted) return;
      if (index % SLICE === SLICE - 1) {
        await yieldToLoop();
        await this.#batch(tracker);
      }
      await this.#emit(tracker.snapshot(sum, this.#moment()));
    }
  }
}
