import { setImmediate as yieldToLoop } from 'node:timers/promises';

import type { EventDraft, SourceContext } from '@daemoneye/collector-core';
import { readableOrNull, readUptime } from '@daemoneye/linux-kernel';
import type { ProcConnector, ProcEvent } from '@daemoneye/linux-kernel';
import { ProcessTable, ThreadGroups } from '@daemoneye/process-table';

import { LookReporter } from '../event/look-reporter.ts';
import { exitedDraft, startedDraft } from '../event/process-draft.ts';
import type { ProcHost } from '../proc-scan/proc-host.ts';
import { nextTick } from '../tier/next-tick.ts';
import { suspendedNs } from './boot-clock.ts';
import { ConnectorTracker } from './connector-tracker.ts';
import { missedChanges } from './missed-changes.ts';

/** What a run takes of the connector. */
export type ProcFeed = Pick<ProcConnector, 'read' | 'readable' | 'takeDrops'>;

export interface ConnectorRunOptions {
  readonly tier: string;
  readonly host: ProcHost;
  readonly feed: ProcFeed;
  readonly snapshotIntervalMs: number;
  readonly tellsForks: boolean;
  /** CLOCK_MONOTONIC in nanoseconds, which the kernel stamps its events with. */
  monotonicNs(): bigint;
  /** Called after the first look. */
  onReady(): void;
}

/** Least time between two looks that a loss makes necessary. */
const RESYNC_MS = 1_000;

/**
 * One run of the tier: a first look, then the events of the kernel as they come. The work of a turn of the event loop is one batch of
 * events; awaiting `emit` leaves the rest to the kernel's buffer, where what does not fit is counted and told as a loss, after which a
 * look at /proc finds what was missed.
 */
export class ConnectorRun {
  readonly #context: SourceContext;
  readonly #options: ConnectorRunOptions;
  readonly #table = new ProcessTable();
  readonly #groups = new ThreadGroups();
  readonly #reporter: LookReporter;
  readonly #tracker: ConnectorTracker;
  readonly #sinceNs: bigint;
  #suspendedNs = 0n;
  #checkedNs: bigint;
  #hasLost = false;
  #lookedMs = 0;

  constructor(context: SourceContext, options: ConnectorRunOptions) {
    const { host, tier, tellsForks } = options;
    this.#context = context;
    this.#options = options;
    this.#sinceNs = options.monotonicNs();
    this.#checkedNs = context.clock.now();
    this.#readClocks();
    this.#reporter = new LookReporter({
      context,
      tier,
      table: this.#table,
      isReplaced: (pid) => host.reader.isReplaced(pid),
    });
    this.#tracker = new ConnectorTracker({
      host,
      tier,
      tellsForks,
      table: this.#table,
      groups: this.#groups,
      sinceBootNs: this.#sinceNs + this.#suspendedNs,
    });
  }

  /** Resolves when the signal has aborted. */
  async run(): Promise<void> {
    const { clock, signal } = this.#context;
    const { snapshotIntervalMs } = this.#options;
    const startMs = clock.monotonicMs();
    await this.#firstLook();
    let snapshotMs = nextTick(startMs, snapshotIntervalMs, clock.monotonicMs());
    while (!signal.aborted) {
      await this.#drain();
      const nowMs = clock.monotonicMs();
      if (nowMs >= snapshotMs) {
        await this.#lookAgain(true);
        snapshotMs = nextTick(startMs, snapshotIntervalMs, clock.monotonicMs());
      } else if (this.#hasLost && nowMs >= this.#lookedMs + RESYNC_MS) {
        await this.#lookAgain(false);
      } else {
        const resyncMs = this.#hasLost ? this.#lookedMs + RESYNC_MS : snapshotMs;
        await this.#wait(Math.min(snapshotMs, resyncMs) - nowMs);
      }
    }
  }

  /** What runs already is told as snapshots. */
  async #firstLook(): Promise<void> {
    const { clock } = this.#context;
    const { host, onReady } = this.#options;
    const look = await host.looker.look(clock.now(), clock.monotonicMs());
    this.#reporter.learn(look, clock.monotonicMs());
    onReady();
    await this.#reporter.snapshots(await host.looker.snapshot(), clock);
    this.#lookedMs = clock.monotonicMs();
  }

  /** Reads until no more waits. */
  async #drain(): Promise<void> {
    for (let isDrained = false; !isDrained && !this.#context.signal.aborted;) {
      const read = this.#options.feed.read();
      // All of a batch is looked up before anything is emitted: processes do not wait.
      const drafts = read.events.flatMap((event) => this.#apply(event));
      this.#tellDrops();
      for (const draft of drafts) await this.#emit(draft);
      isDrained = read.isDrained;
      if (!isDrained) await yieldToLoop();
    }
  }

  #apply(event: ProcEvent): readonly EventDraft[] {
    // The first look, which began later, has seen it.
    if (event.timeNs < this.#sinceNs) return [];
    const { clock } = this.#context;
    const agoNs = this.#options.monotonicNs() - event.timeNs;
    return this.#tracker.apply(event, {
      timeNs: clock.now() - agoNs,
      bootNs: event.timeNs + this.#suspendedNs,
      nowMs: clock.monotonicMs(),
    });
  }

  #tellDrops(): void {
    const [from, until] = [this.#checkedNs, this.#context.clock.now()];
    this.#checkedNs = until;
    const count = this.#options.feed.takeDrops();
    if (count === 0) return;
    this.#hasLost = true;
    this.#context.lost({ reason: 'kernel_overflow', count, lowerBound: false, from, until });
  }

  /** Looks at /proc, tells what no event has told, and then, with `tellsAll`, every process. */
  async #lookAgain(tellsAll: boolean): Promise<void> {
    const { clock } = this.#context;
    const { looker } = this.#options.host;
    this.#readClocks();
    const lookBootNs = this.#options.monotonicNs() + this.#suspendedNs;
    const hasLost = this.#hasLost;
    this.#hasLost = false;
    const look = await looker.look(clock.now(), clock.monotonicMs());
    const running = await looker.snapshot();
    // What happened during the look is told by events before it is compared.
    await this.#drain();
    const missed = missedChanges(this.#table, look, running, lookBootNs, hasLost);
    for (const { facts } of missed.started) this.#table.upsert(facts, clock.monotonicMs());
    for (const seen of missed.started)
      await this.#emit(startedDraft(seen, look.timeNs, this.#origin(seen.facts.ref.key)));
    for (const facts of missed.ended) await this.#endUnseen(facts.ref, look.timeNs);
    this.#table.sweep(clock.monotonicMs());
    const live = running.filter(({ facts }) => this.#table.isLive(facts.ref.key));
    if (tellsAll) await this.#reporter.snapshots(live, clock);
    this.#lookedMs = clock.monotonicMs();
  }

  async #endUnseen({ pid, key }: { pid: number; key: string }, timeNs: bigint): Promise<void> {
    const status = this.#groups.forget(pid);
    const facts = this.#table.exit(pid, this.#context.clock.monotonicMs());
    const usage = { cpu_usage: null, memory_usage: null };
    if (facts !== null)
      await this.#emit(exitedDraft({ facts, usage }, timeNs, this.#origin(key), status));
  }

  /** Until an event comes, time is over or the run is to end. */
  async #wait(ms: number): Promise<void> {
    const { clock, signal } = this.#context;
    const over = new AbortController();
    const end = AbortSignal.any([signal, over.signal]);
    await Promise.race([this.#options.feed.readable(end), clock.sleep(Math.max(ms, 0), end)]);
    over.abort();
  }

  #readClocks(): void {
    const uptime = readableOrNull(() => readUptime(this.#options.host.procRoot));
    if (uptime !== null) this.#suspendedNs = suspendedNs(uptime, this.#options.monotonicNs());
  }

  async #emit(draft: EventDraft): Promise<void> {
    if (!this.#context.signal.aborted) await this.#context.emit(draft);
  }

  #origin(key: string): { lineage: ReturnType<ProcessTable['lineage']>; tier: string } {
    return { lineage: this.#table.lineage(key), tier: this.#options.tier };
  }
}
