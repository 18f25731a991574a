import type { EventBus } from '../bus/event-bus.ts';
import type { Clock } from '../clock/clock.ts';
import type { CollectorConfig } from '../config/collector-config.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import type { MetricRegistry } from '../metric/metric-registry.ts';
import type { EventSource } from '../source/event-source.ts';
import type { Analyser } from '../task/analyser.ts';

/** A collector as its app describes it: the composition root does the rest. */
export interface CollectorDefinition {
  readonly kind: 'collector';
  readonly name: string;
  readonly config: CollectorConfig;
  readonly sources: readonly EventSource[];
  readonly analysers: readonly Analyser[];
  /** Columns that each tier fills, by table: said in announcements. */
  readonly columns: (tier: string) => Readonly<Record<string, readonly string[]>>;
}

/** Everything a service may touch. */
export interface ServiceContext {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
  readonly host: HostIdentity;
  /** Aborts when the service is to drain and return. */
  readonly signal: AbortSignal;
  /** Says that the service has subscribed and works. */
  ready(): void;
}

/** A part without sources, e.g. the trigger service. `run` returns after `signal` aborts and its work is safe. */
export interface ServiceDefinition {
  readonly kind: 'service';
  readonly name: string;
  run(context: ServiceContext): Promise<void>;
}

export type AppDefinition = CollectorDefinition | ServiceDefinition;
