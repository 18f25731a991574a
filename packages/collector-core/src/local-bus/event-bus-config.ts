import type { Clock } from '../clock/clock.ts';
import type { Logger } from '../log/logger.ts';

/** How much of a stream is kept, at most; the older of it goes, or in a work queue the newer is refused. */
export interface ReplayWindow {
  readonly maxMessages: number;
  /** An estimate: texts and 8 bytes per value. */
  readonly maxBytes: number;
}

/** Settings of a `LocalEventBus`. */
export interface EventBusConfig {
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Is warned of each dead letter. */
  readonly log?: Logger;
  /** Per stream. Default 4 096 messages, 16 MiB; a smaller `maxBytes` of the stream table holds. */
  readonly replay?: Partial<ReplayWindow>;
}

export const defaultReplay: ReplayWindow = { maxMessages: 4_096, maxBytes: 16_777_216 };
