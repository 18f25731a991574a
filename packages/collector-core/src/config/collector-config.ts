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
