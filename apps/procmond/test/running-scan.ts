import type { ProcessEvent } from '@daemoneye/collector-core';
import { redactArguments } from '@daemoneye/collector-core';
import { FakeClock, recordingContext } from '@daemoneye/collector-core/testing';
import type { RecordingContext } from '@daemoneye/collector-core/testing';

import { ProcScanSource } from '../src/proc-scan/proc-scan-source.ts';
import type { FakeHost } from './fake-host.ts';

/** A scan of a fake host on a fake clock: one look a second, snapshots every 30. */
export class RunningScan {
  readonly context: RecordingContext<FakeClock>;
  readonly #host: FakeHost;
  readonly #done: Promise<void>;
  #told = 0;

  private constructor(host: FakeHost) {
    this.#host = host;
    this.context = recordingContext(new FakeClock());
    this.#done = new ProcScanSource({
      procRoot: host.procRoot,
      hostRoot: host.root,
      redact: redactArguments,
      scanIntervalMs: 1_000,
      snapshotIntervalMs: 30_000,
    }).run(this.context);
  }

  /** Resolves after the first look and its snapshots. */
  static async start(host: FakeHost): Promise<RunningScan> {
    const scan = new RunningScan(host);
    await scan.look(0);
    return scan;
  }

  /** Lets time pass; the events since the last call. */
  async look(ms = 1_000): Promise<readonly ProcessEvent[]> {
    const { clock } = this.context;
    const untilMs = clock.monotonicMs() + ms;
    do {
      const step = Math.min(1_000, untilMs - clock.monotonicMs());
      this.#host.setUptimeSince(clock.monotonicMs() + step);
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await clock.advance(step);
    } while (clock.monotonicMs() < untilMs);
    const events = this.context.events.slice(this.#told) as unknown as ProcessEvent[];
    this.#told = this.context.events.length;
    return events;
  }

  async stop(): Promise<void> {
    this.context.stop();
    await this.#done;
  }
}
