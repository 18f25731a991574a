import { SystemClock } from '../clock/system-clock.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import { createMetricRegistry } from '../metric/create-metric-registry.ts';
import { busLayout } from '../nats-bus/bus-layout.ts';
import { collectorService } from '../nats-bus/collector-service.ts';
import { compareBus } from '../nats-bus/compare-bus.ts';
import { NatsEventBus } from '../nats-bus/nats-event-bus.ts';
import { NatsLink } from '../nats-bus/nats-link.ts';
import { serveMicro } from '../nats-bus/serve-micro.ts';
import type { AppDefinition } from './app-definition.ts';
import { awaitName, isOtherProcess } from './await-name.ts';
import { followParent } from './parent-process.ts';
import { persist } from './persist.ts';
import { runSuite } from './run-suite.ts';
import { version } from './version.ts';

/** How long a collector waits for the server before it samples without one. */
const firstAnswerMs = 1_000;

export interface PartOptions {
  readonly definition: AppDefinition;
  readonly host: HostIdentity;
  readonly servers: readonly string[];
  /** Accept a server that lacks something; what it lacks is logged. */
  readonly allowDegraded: boolean;
  readonly log: Logger;
}

/**
 * Runs one part as a process of its own on a NATS server, until `signal` aborts or the parent process has gone; resolves when it has
 * drained. While the server is away a collector samples into its queue and a service waits. Rejects with `BUS_STREAM_DIFFERS`,
 * `BUS_SERVER_TOO_OLD`, `COLLECTOR_ALREADY_RUNNING`, and with what the part rejects with.
 */
export async function runPart(options: PartOptions, signal: AbortSignal): Promise<void> {
  const { definition, host, log, servers } = options;
  const clock = new SystemClock();
  const parent = followParent();
  const fatal = new AbortController();
  const link = NatsLink.open({
    servers,
    name: `deye-${definition.name}`,
    clock,
    log,
    onFatal: (error) => fatal.abort(error),
  });
  const bus = new NatsEventBus(link);
  const stop = AbortSignal.any([signal, parent.gone, fatal.signal]);
  const admit = async (): Promise<void> => {
    const { missing } = await compareBus(link, busLayout, {
      allowDegraded: options.allowDegraded,
    });
    if (missing.length > 0) log.warn({ missing }, 'the bus server is older than it should be');
  };
  const deps = { bus, clock, log, metrics: createMetricRegistry(), host, version };
  try {
    if (definition.kind === 'service') {
      if ((await persist(() => admit().then(() => true), clock, stop)) === null) return;
      await runSuite([readyTo(definition, parent.ready)], deps, stop);
    } else {
      await link.connected(firstAnswerMs).catch(() => undefined);
      const names = { bus, clock, log, host: host.token, collector: definition.name };
      await runSuite(
        [definition],
        {
          ...deps,
          join: async (end) => {
            await admit();
            await awaitName({ ...names, isAlive: isOtherProcess }, end);
            parent.ready();
          },
          serve: (answers) => serveMicro(link, collectorService(answers)),
        },
        stop,
      );
    }
    if (fatal.signal.aborted) throw fatal.signal.reason;
  } finally {
    await bus.close();
  }
}

function readyTo(
  definition: AppDefinition & { readonly kind: 'service' },
  ready: () => void,
): AppDefinition {
  return {
    ...definition,
    run: (context) =>
      definition.run({
        ...context,
        ready() {
          context.ready();
          ready();
        },
      }),
  };
}
