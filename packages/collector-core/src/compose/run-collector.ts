import type { EventBus } from '../bus/event-bus.ts';
import type { Clock } from '../clock/clock.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import type { MetricRegistry } from '../metric/metric-registry.ts';
import { CollectorRuntime } from '../runtime/collector-runtime.ts';
import type { DrainReport } from '../runtime/drain-report.ts';
import type { CollectorAnswers } from '../nats-bus/collector-service.ts';
import { announcementOf } from './announcement-of.ts';
import type { CollectorDefinition } from './app-definition.ts';
import { Membership } from './membership.ts';
import { throttle } from './throttle.ts';

/** Changes are announced at most this often. */
const CHANGE_INTERVAL_MS = 1_000;

export interface CollectorRunDeps {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
  readonly host: HostIdentity;
  readonly version: string;
  /** What has to be done on the bus before the collector is announced; again while it fails for a reason that passes. */
  readonly join?: (signal: AbortSignal) => Promise<void>;
  /** Answers questions about the collector once it is announced; the returned function ends that. */
  readonly serve?: (answers: CollectorAnswers) => () => void;
}

/** Counters and one line in the log, at every telemetry interval and at the end. */
function tellTelemetry(collector: CollectorRuntime, log: Logger): void {
  collector.updateMetrics();
  const { ledger, depth } = collector.totals();
  log.info({ health: collector.health(), depth, ...ledger }, 'telemetry');
}

/**
 * Runs a collector with its sources and analysers until `signal` aborts, announced on the bus; resolves when it has drained. Throws
 * `COLLECTOR_ALREADY_RUNNING` when another run of that name holds its key on this host, at the start or later. On a bus that is away
 * it samples at once, and is announced and serves tasks when the bus is there.
 */
export async function runCollector(
  definition: CollectorDefinition,
  deps: CollectorRunDeps,
  signal: AbortSignal,
): Promise<DrainReport> {
  const { bus, clock, metrics, host, version } = deps;
  const { name, config, analysers } = definition;
  const log = deps.log.child({ collector: name });
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) stop.abort();
  const changes = throttle(clock, CHANGE_INTERVAL_MS, () => membership.announce());
  const collector = new CollectorRuntime(config, {
    name,
    host,
    bus,
    clock,
    log,
    metrics,
    onChange: () => changes.call(),
  });
  for (const source of definition.sources) collector.register(source);
  const startedTime = clock.now();
  const parts = { collector, definition, host, pid: process.pid, version, startedTime };
  const membership = new Membership({
    ...deps,
    log,
    name,
    analysers,
    answers: {
      announcement: () => announcementOf({ ...parts, durability: bus.durability }),
      settings: () => Object.fromEntries(Object.entries(config)),
    },
    onFailure: onAbort,
  });
  const cancelTelemetry = clock.every(config.telemetryIntervalMs, () =>
    tellTelemetry(collector, log),
  );
  try {
    const joined = membership.join(stop.signal);
    if (bus.state === 'connected') await joined;
    membership.check();
    const report = await collector.run(stop.signal);
    membership.check();
    return report;
  } finally {
    cancelTelemetry();
    tellTelemetry(collector, log);
    stop.abort();
    signal.removeEventListener('abort', onAbort);
    changes.cancel();
    await membership.leave();
  }
}
