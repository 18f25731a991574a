import type { BusMessage, EventBus } from '../bus/event-bus.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import { backOffMs } from './back-off.ts';

const RETRY = { firstMs: 100, longestMs: 5_000 };

/** How a record ended. `error` says why it is not stored. */
export type PublishOutcome =
  | { readonly status: 'stored' }
  | { readonly status: 'refused' | 'given_up'; readonly error: unknown };

export interface PublishDeps {
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  /** Told of every try that failed. */
  onFailure(message: BusMessage, error: unknown, failures: number): void;
}

/**
 * Publishes one record under one message id and record number until the bus has it, tries that are worth repeating with a growing delay and without
 * end. Gives up only at a failure after `giveUp` has aborted. Never rejects.
 */
export async function publishRecord(
  message: BusMessage,
  id: { readonly msgId: string; readonly record: number },
  deps: PublishDeps,
  giveUp: AbortSignal,
): Promise<PublishOutcome> {
  for (let failures = 1; ; failures += 1) {
    try {
      await deps.bus.publish(message, id);
      return { status: 'stored' };
    } catch (error) {
      deps.onFailure(message, error, failures);
      // An error without a code is a fault of the program: the same message would meet it again.
      if (!(error instanceof DeyeError) || error.permanent) return { status: 'refused', error };
      await deps.clock.sleep(backOffMs(RETRY, failures), giveUp);
      if (giveUp.aborted) return { status: 'given_up', error };
    }
  }
}
