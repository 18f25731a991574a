import type { ProcessEvent } from '@daemoneye/collector-core';
import { redactArguments } from '@daemoneye/collector-core';
import { FakeClock, recordingContext } from '@daemoneye/collector-core/testing';
import type { RecordingContext } from '@daemoneye/collector-core/testing';
import type { ProcEvent } from '@daemoneye/linux-kernel';

import { ConnectorRun } from '../src/proc-connector/connector-run.ts';
import type { ProcFeed } from '../src/proc-connector/connector-run.ts';
import { openProcHost } from '../src/proc-scan/proc-host.ts';
import type { FakeHost } from './fake-host.ts';

type Timeless<E> = E extends unknown
  ? Omit<E, 'timeNs' | 'tid'> & { readonly tid?: number }
  : never;

/** Clock ticks since boot at the start of the recording. */
export const START_TICKS = 210_289;
const TICK_NS = 10_000_000n;
const NS_PER_MS = 1_000_000n;

/** A feed that a test fills. */
class FakeFeed implements ProcFeed {
  #waiting: ProcEvent[] = [];
  #drops = 0;
  #wake: (() => void) | null = null;

  put(events: readonly ProcEvent[], drops: number): void {
    this.#waiting.push(...events);
    this.#drops += drops;
    this.#wake?.();
  }

  read(): { readonly events: readonly ProcEvent[]; readonly isDrained: boolean } {
    const events = this.#waiting.splice(0, 256);
    return { events, isDrained: this.#waiting.length === 0 };
  }

  readable(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  takeDrops(): number {
    const drops = this.#drops;
    this.#drops = 0;
    return drops;
  }
}

/** A run of the connector tier on a fake host, a fake clock and a feed that the test fills; snapshots every 30 s. */
export class RunningConnector {
  readonly context: RecordingContext<FakeClock>;
  readonly #host: FakeHost;
  readonly #feed = new FakeFeed();
  readonly #done: Promise<void>;
  readonly #close: () => void;
  #told = 0;
  isReady = false;

  private constructor(host: FakeHost, tellsForks: boolean) {
    this.#host = host;
    this.context = recordingContext(new FakeClock());
    host.setUptimeSince(0);
    const opened = openProcHost({
      procRoot: host.procRoot,
      hostRoot: host.root,
      redact: redactArguments,
    });
    this.#close = () => opened.looker.close();
    const run = new ConnectorRun(this.context, {
      tier: 'proc_connector',
      host: opened,
      feed: this.#feed,
      snapshotIntervalMs: 30_000,
      tellsForks,
      monotonicNs: () => this.#nowNs(),
      onReady: () => {
        this.isReady = true;
      },
    });
    this.#done = run.run();
  }

  /** Resolves after the first look and its snapshots. */
  static async start(host: FakeHost, tellsForks = false): Promise<RunningConnector> {
    const running = new RunningConnector(host, tellsForks);
    await running.pass(1);
    return running;
  }

  /** Lets the kernel tell these, now, and `drops` more that did not fit; the events that they become. */
  async tell(events: readonly Timeless<ProcEvent>[], drops = 0): Promise<readonly ProcessEvent[]> {
    const timeNs = this.#nowNs();
    const whole = events.map((event): ProcEvent => ({ tid: event.pid, ...event, timeNs }));
    this.#feed.put(whole, drops);
    return this.pass(1);
  }

  /** Lets time pass; the events since the last call. */
  async pass(ms: number): Promise<readonly ProcessEvent[]> {
    this.#host.setUptimeSince(this.context.clock.monotonicMs() + ms);
    await this.context.clock.advance(ms);
    const events = this.context.events.slice(this.#told) as unknown as ProcessEvent[];
    this.#told = this.context.events.length;
    return events;
  }

  async stop(): Promise<void> {
    this.context.stop();
    await this.#done;
    this.#close();
  }

  /** CLOCK_MONOTONIC of a machine that never was suspended. */
  #nowNs(): bigint {
    const ms = BigInt(Math.round(this.context.clock.monotonicMs()));
    return BigInt(START_TICKS) * TICK_NS + ms * NS_PER_MS;
  }
}
