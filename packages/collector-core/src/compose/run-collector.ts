import type { EventBus } from '../bus/event-bus.ts';
import { CapabilityAnnouncer } from '../capability/capability-announcer.ts';
import type { Clock } from '../clock/clock.ts';
import type { DeyeError } from '../error/deye-error.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import type { MetricRegistry } from '../metric/metric-registry.ts';
import { CollectorRuntime } from '../runtime/collector-runtime.ts';
import type { DrainReport } from '../runtime/drain-report.ts';
import { TaskServer } from '../task/task-server.ts';
import { announcementOf } from './announcement-of.ts';
import type { CollectorDefinition } from './app-definition.ts';
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
}

/** Counters and one line in the log, at every telemetry interval and at the end. */
function tellTelemetry(collector: CollectorRuntime, log: Logger): void {
  collector.updateMetrics();
  const { ledger, depth } = collector.totals();
  log.info({ health: collector.health(), depth, ...ledger }, 'telemetry');
}

/**
 * Runs a collector with its sources and analysers until `signal` aborts, announced on the bus; resolves when it has drained. Throws
 * `COLLECTOR_ALREADY_RUNNING` when another run of that name holds its key on this host, at the start or later.
 */
export async function runCollector(
  definition: CollectorDefinition,
  deps: CollectorRunDeps,
  signal: AbortSignal,
): Promise<DrainReport> {
  const { bus, clock, metrics, host, version } = deps;
  const { name, config } = definition;
  const log = deps.log.child({ collector: name });
  const stop = new AbortController();
  let superseded: DeyeError | null = null;
  let announcer: CapabilityAnnouncer | null = null;
  const changes = throttle(clock, CHANGE_INTERVAL_MS, () => void announcer?.announce());
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
  const parts = {
    collector,
    definition,
    host,
    pid: process.pid,
    version,
    durability: bus.durability,
  };
  const startedTime = clock.now();
  announcer = await CapabilityAnnouncer.open({
    bus,
    clock,
    log,
    describe: () => announcementOf({ ...parts, startedTime }),
    onSuperseded: (error) => {
      superseded = error;
      stop.abort();
    },
  });
  const onAbort = (): void => stop.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) stop.abort();
  try {
    const report = await runWithTasks(definition, { ...deps, log }, collector, stop.signal);
    if (superseded !== null) throw superseded as DeyeError;
    return report;
  } finally {
    signal.removeEventListener('abort', onAbort);
    changes.cancel();
    await announcer.close();
  }
}

/** Tasks are served until the events are safe: what is found late can still be analysed. */
async function runWithTasks(
  definition: CollectorDefinition,
  { bus, clock, log, host }: CollectorRunDeps,
  collector: CollectorRuntime,
  signal: AbortSignal,
): Promise<DrainReport> {
  const { name, analysers, config } = definition;
  const tasks = await TaskServer.open({
    bus,
    clock,
    log,
    host: host.token,
    collector: name,
    analysers,
  });
  const cancelTelemetry = clock.every(config.telemetryIntervalMs, () =>
    tellTelemetry(collector, log),
  );
  try {
    return await collector.run(signal);
  } finally {
    cancelTelemetry();
    tellTelemetry(collector, log);
    await tasks.close();
  }
}
