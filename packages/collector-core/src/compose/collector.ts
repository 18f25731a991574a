import { SystemClock } from '../clock/system-clock.ts';
import { CollectorConfig } from '../config/collector-config.ts';
import { readHostIdentity } from '../host/read-host-identity.ts';
import { LocalEventBus } from '../local-bus/local-event-bus.ts';
import { createLogger } from '../log/create-logger.ts';
import { createMetricRegistry } from '../metric/create-metric-registry.ts';
import { CollectorRuntime } from '../runtime/collector-runtime.ts';
import type { CollectorDeps } from '../runtime/collector-runtime.ts';
import type { DrainReport } from '../runtime/drain-report.ts';

function withDefaults(config: CollectorConfig, given: Partial<CollectorDeps>): CollectorDeps {
  const name = given.name ?? 'collector';
  return {
    name,
    host: given.host ?? readHostIdentity(),
    bus: given.bus ?? LocalEventBus.create(),
    clock: given.clock ?? new SystemClock(),
    log: given.log ?? createLogger({ name, level: config.debugLogging ? 'debug' : 'info' }),
    metrics: given.metrics ?? createMetricRegistry(),
    ...(given.onChange && { onChange: given.onChange }),
  };
}

/** Aborts at the first SIGTERM or SIGINT; `release` gives the signals back. */
function terminationSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  const release = (): void => {
    process.off('SIGTERM', abort);
    process.off('SIGINT', abort);
  };
  process.once('SIGTERM', abort);
  process.once('SIGINT', abort);
  return { signal: stop.signal, release };
}

/**
 * A collector of its own, for programs that embed one: what is not given is the local bus, this host, the machine's clock, a log on
 * standard error. Neither announced on the bus nor served with tasks; `runCollector` does that.
 */
export class Collector extends CollectorRuntime {
  /** Closed at the end; null when the caller owns the bus. */
  readonly #ownBus: LocalEventBus | null;

  constructor(config: CollectorConfig = CollectorConfig.new(), deps: Partial<CollectorDeps> = {}) {
    const ownBus = deps.bus === undefined ? LocalEventBus.create() : null;
    super(config, withDefaults(config, ownBus === null ? deps : { ...deps, bus: ownBus }));
    this.#ownBus = ownBus;
  }

  static new(config?: CollectorConfig, deps?: Partial<CollectorDeps>): Collector {
    return new Collector(config, deps);
  }

  /** Runs until `signal` aborts, by default until SIGTERM or SIGINT, and resolves when it has drained. */
  override async run(signal?: AbortSignal): Promise<DrainReport> {
    const termination =
      signal === undefined ? terminationSignal() : { signal, release: () => undefined };
    try {
      return await super.run(termination.signal);
    } finally {
      termination.release();
      await this.#ownBus?.close();
    }
  }
}
