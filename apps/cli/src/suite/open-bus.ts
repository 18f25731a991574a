import {
  DeyeError,
  NatsEventBus,
  NatsLink,
  SystemClock,
  createLogger,
} from '@daemoneye/collector-core';
import type { EventBus, Logger } from '@daemoneye/collector-core';
import type { Io } from '../output/io.ts';

/** A bus on NATS, and the connection below it. */
export interface OpenBus {
  readonly link: NatsLink;
  /** Closes the link with it. */
  readonly bus: EventBus;
}

const answerMs = 3_000;

/** Opens a bus without waiting for the server. */
export function openBus(servers: readonly string[], log: Logger): OpenBus {
  const link = NatsLink.open({ servers, name: 'deye', clock: new SystemClock(), log });
  return { link, bus: new NatsEventBus(link) };
}

/** Works with the bus of a command that wants an answer now, and closes it. Throws `BUS_UNREACHABLE` when no server answers within 3 s. */
export async function withBus<T>(
  servers: readonly string[],
  io: Io,
  work: (open: OpenBus) => Promise<T>,
): Promise<T> {
  const open = openBus(
    servers,
    createLogger({ name: 'deye', level: 'error', destination: io.stderr }),
  );
  try {
    await open.link.connected(answerMs).catch((cause: unknown) => {
      throw new DeyeError('BUS_UNREACHABLE', servers.join(', '), { cause });
    });
    return await work(open);
  } finally {
    await open.bus.close();
  }
}
