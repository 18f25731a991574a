import {
  CapabilityRegistry,
  LocalEventBus,
  SystemClock,
  createLogger,
  createMetricRegistry,
  runSuite,
  version,
} from '@daemoneye/collector-core';
import type {
  AppDefinition,
  CapabilityAnnouncement,
  EventBus,
  SuiteDeps,
} from '@daemoneye/collector-core';
import type { RuleState, TriggerDefinition } from '@daemoneye/trigger-service';
import type { Io } from '../output/io.ts';
import { loadSuite } from './load-suite.ts';
import type { SuiteChoice } from './load-suite.ts';

/** Subscribes to what is to be seen from the first event on. */
export type Prepare<P> = (bus: EventBus, collectors: () => readonly CapabilityAnnouncement[]) => P;

export interface RunningSuite<P> {
  readonly bus: EventBus;
  /** Where others reach the bus: `local`, or addresses of servers. */
  readonly url: string;
  collectors(): readonly CapabilityAnnouncement[];
  /** How the rules stand; null when the trigger service is no part of this process. */
  rules(): readonly RuleState[] | null;
  /** What `prepare` returned. */
  readonly prepared: P;
  /** Resolves when every part has drained; rejects with the first error of a part. */
  readonly finished: Promise<void>;
}

function isTrigger(definition: AppDefinition): definition is TriggerDefinition {
  return 'ruleStates' in definition;
}

/** The bus outlives its parts: what they publish last is delivered. */
async function runUntilClosed(
  definitions: readonly AppDefinition[],
  deps: SuiteDeps,
  signal: AbortSignal,
  registry: CapabilityRegistry,
): Promise<void> {
  try {
    await runSuite(definitions, deps, signal);
  } finally {
    registry.close();
    await deps.bus.close();
  }
}

/**
 * Starts the chosen parts on a bus of this process. `prepare` subscribes before the first event. The bus closes when `finished` settles.
 */
export async function startSuite<P>(
  choice: SuiteChoice,
  io: Io,
  signal: AbortSignal,
  prepare: Prepare<P>,
): Promise<RunningSuite<P>> {
  const { definitions, host } = loadSuite(choice, io.environment);
  const clock = new SystemClock();
  const log = createLogger({ name: 'deye', level: 'info', destination: io.stderr });
  const bus = LocalEventBus.create({ clock, log });
  const registry = await CapabilityRegistry.open(bus);
  const collectors = (): readonly CapabilityAnnouncement[] => registry.list();
  const prepared = prepare(bus, collectors);
  const deps = { bus, clock, log, metrics: createMetricRegistry(), host, version };
  const finished = runUntilClosed(definitions, deps, signal, registry);
  const trigger = definitions.find(isTrigger);
  const rules = (): readonly RuleState[] | null => trigger?.ruleStates() ?? null;
  return { bus, collectors, rules, prepared, finished, url: 'local' };
}
