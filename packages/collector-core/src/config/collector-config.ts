import { collectorSettingsSchema } from './collector-settings-schema.ts';
import { faultsOf } from './section-faults.ts';
import { throwFaults } from './config-fault.ts';

/** Limits and intervals of a collector runtime; built with `CollectorConfig.new()` or read from the config files. */
export interface CollectorSettings {
  readonly maxEventSources: number;
  readonly eventBufferSize: number;
  readonly shutdownTimeoutMs: number;
  readonly healthCheckIntervalMs: number;
  readonly startupTimeoutMs: number;
  readonly batchMaxEvents: number;
  readonly batchMaxBytes: number;
  readonly batchLingerMs: number;
  /** Queue depth at which the state says back-pressure. */
  readonly backpressureThreshold: number;
  /** How long an emit may wait for room before its event is shed. */
  readonly maxBackpressureWaitMs: number;
  readonly telemetryIntervalMs: number;
  readonly ledgerIntervalMs: number;
  readonly debugLogging: boolean;
}

/**
 * Settings of a collector runtime, always valid and never changed: each `with…` returns another one. A value that is not allowed throws
 * `CONFIG_INVALID_VALUE` naming field, value and what is allowed. Until a back-pressure threshold is given, it is 80 % of the buffer.
 */
export class CollectorConfig implements CollectorSettings {
  declare readonly maxEventSources: number;
  declare readonly eventBufferSize: number;
  declare readonly shutdownTimeoutMs: number;
  declare readonly healthCheckIntervalMs: number;
  declare readonly startupTimeoutMs: number;
  declare readonly batchMaxEvents: number;
  declare readonly batchMaxBytes: number;
  declare readonly batchLingerMs: number;
  declare readonly backpressureThreshold: number;
  declare readonly maxBackpressureWaitMs: number;
  declare readonly telemetryIntervalMs: number;
  declare readonly ledgerIntervalMs: number;
  declare readonly debugLogging: boolean;
  readonly #given: Partial<CollectorSettings>;

  private constructor(given: Partial<CollectorSettings>) {
    const result = collectorSettingsSchema.safeParse(given);
    if (!result.success) throwFaults(faultsOf(result.error, collectorSettingsSchema, given));
    this.#given = given;
    Object.assign(this, result.data);
    Object.freeze(this);
  }

  /** The defaults. */
  static new(): CollectorConfig {
    return new CollectorConfig({});
  }

  /** The given settings, defaults for the rest. */
  static from(settings: Partial<CollectorSettings>): CollectorConfig {
    return new CollectorConfig({ ...settings });
  }

  withMaxEventSources(maxEventSources: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, maxEventSources });
  }

  withEventBufferSize(eventBufferSize: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, eventBufferSize });
  }

  withShutdownTimeoutMs(shutdownTimeoutMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, shutdownTimeoutMs });
  }

  withHealthCheckIntervalMs(healthCheckIntervalMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, healthCheckIntervalMs });
  }

  withStartupTimeoutMs(startupTimeoutMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, startupTimeoutMs });
  }

  withBatchMaxEvents(batchMaxEvents: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, batchMaxEvents });
  }

  withBatchMaxBytes(batchMaxBytes: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, batchMaxBytes });
  }

  withBatchLingerMs(batchLingerMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, batchLingerMs });
  }

  /** Must stay below the buffer size: set that first. */
  withBackpressureThreshold(backpressureThreshold: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, backpressureThreshold });
  }

  withMaxBackpressureWaitMs(maxBackpressureWaitMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, maxBackpressureWaitMs });
  }

  withTelemetryIntervalMs(telemetryIntervalMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, telemetryIntervalMs });
  }

  withLedgerIntervalMs(ledgerIntervalMs: number): CollectorConfig {
    return new CollectorConfig({ ...this.#given, ledgerIntervalMs });
  }

  withDebugLogging(debugLogging: boolean): CollectorConfig {
    return new CollectorConfig({ ...this.#given, debugLogging });
  }
}
