import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from 'nats';
import { DeyeError } from '../error/deye-error.ts';
import { mayPass, toDeyeError } from './nats-failure.ts';
import type { NatsLink } from './nats-link.ts';

const attemptMs = 2_000;
const retryMs = 250;
const defaultGiveUpMs = 5_000;

/** A call on the server: with the connection, and the number of the attempt from 1. */
export type ServerCall<T> = (nats: NatsConnection, attempt: number) => Promise<T>;

/**
 * Makes a call once the link stands, and again while it fails for a reason that passes: an outage, a server that has just started, an
 * election. Rejects with `BUS_UNAVAILABLE` after `giveUpMs`, `BUS_FORBIDDEN`, `BUS_CLOSED`; refusals of the server stay as they are.
 */
export async function callServer<T>(
  link: NatsLink,
  call: ServerCall<T>,
  giveUpMs = defaultGiveUpMs,
): Promise<T> {
  const { clock } = link.options;
  const deadlineMs = clock.monotonicMs() + giveUpMs;
  for (let attempt = 1; ; attempt += 1) {
    const nats = await link.connected(deadlineMs - clock.monotonicMs());
    try {
      return await call(nats, attempt);
    } catch (error) {
      if (link.state === 'closed') throw new DeyeError('BUS_CLOSED', '', { cause: error });
      if (!mayPass(error) || clock.monotonicMs() + retryMs >= deadlineMs) throw toDeyeError(error);
      await clock.sleep(retryMs);
    }
  }
}

/** The administration of the server's streams. Asks the server nothing by itself. */
export function managerOf(nats: NatsConnection): Promise<JetStreamManager> {
  return jetstreamManager(nats, { checkAPI: false, timeout: attemptMs });
}
