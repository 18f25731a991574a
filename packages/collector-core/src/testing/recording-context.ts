import type { Clock } from '../clock/clock.ts';
import type { TierReport } from '../model/capability.ts';
import type { EventDraft } from '../model/event.ts';
import type { Loss } from '../model/gap.ts';
import type { SourceContext } from '../source/event-source.ts';
import { FakeClock } from './fake-clock.ts';
import { RecordingLogger } from './recording-logger.ts';

/** A context for a source under test, and what the source did with it. */
export interface RecordingContext<C extends Clock = Clock> extends SourceContext {
  readonly clock: C;
  readonly log: RecordingLogger;
  /** Drafts in the order of `emit`, not stamped. */
  readonly events: readonly EventDraft[];
  /** What `ready` was called with, in order. */
  readonly tiers: readonly TierReport[];
  readonly losses: readonly Loss[];
  /** Resolves once `isMet` holds; looked at after every call of the source. */
  until(isMet: () => boolean): Promise<void>;
  /** Aborts the signal. */
  stop(): void;
}

/** A context whose queue always has room. */
export function recordingContext(): RecordingContext<FakeClock>;
export function recordingContext<C extends Clock>(clock: C): RecordingContext<C>;
export function recordingContext(clock: Clock = new FakeClock()): RecordingContext {
  const events: EventDraft[] = [];
  const tiers: TierReport[] = [];
  const losses: Loss[] = [];
  const stop = new AbortController();
  const waits = new Set<{ readonly isMet: () => boolean; readonly resolve: () => void }>();
  const look = (): void => {
    for (const wait of waits)
      if (wait.isMet()) {
        waits.delete(wait);
        wait.resolve();
      }
  };
  const record = <T>(list: T[], item: T): void => {
    list.push(item);
    look();
  };
  return {
    signal: stop.signal,
    clock,
    log: new RecordingLogger(),
    events,
    tiers,
    losses,
    ready: (tier) => record(tiers, tier),
    emit: (event) => {
      record(events, event);
      return Promise.resolve(true);
    },
    lost: (loss) => record(losses, loss),
    until: (isMet) =>
      new Promise((resolve) => {
        waits.add({ isMet, resolve });
        look();
      }),
    stop: () => stop.abort(),
  };
}
