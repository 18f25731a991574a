import { connect } from 'nats';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { busLayout } from '../../src/nats-bus/bus-layout.ts';
import type { BusLayout } from '../../src/nats-bus/bus-layout.ts';
import { initBus } from '../../src/nats-bus/init-bus.ts';
import { NatsEventBus } from '../../src/nats-bus/nats-event-bus.ts';
import { NatsLink } from '../../src/nats-bus/nats-link.ts';
import type { NatsLinkOptions } from '../../src/nats-bus/nats-link.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

/** A link that waits little between two attempts. */
export function openLink(url: string, given: Partial<NatsLinkOptions> = {}): NatsLink {
  return NatsLink.open({
    servers: [url],
    name: 'test',
    clock: new SystemClock(),
    log: new RecordingLogger(),
    reconnectWaitMs: 50,
    ...given,
  });
}

/** A bus on a server that has the streams. */
export async function openBus(
  url: string,
  given: Partial<NatsLinkOptions> = {},
  layout: BusLayout = busLayout,
): Promise<{ bus: NatsEventBus; link: NatsLink }> {
  const link = openLink(url, given);
  await initBus(link, layout);
  return { bus: new NatsEventBus(link), link };
}

/** What an administrator with a plain client does. */
export async function asAdmin<T>(
  url: string,
  work: (jsm: JetStreamManager) => Promise<T>,
): Promise<T> {
  const nats = await connect({ servers: url });
  try {
    return await work(await jetstreamManager(nats));
  } finally {
    await nats.close();
  }
}
