import { DeyeError } from '../error/deye-error.ts';
import type { AppDefinition, ServiceDefinition } from './app-definition.ts';
import { runCollector } from './run-collector.ts';
import type { CollectorRunDeps } from './run-collector.ts';

/** What all parts of one process share. */
export type SuiteDeps = CollectorRunDeps;

/** Runs a service until its signal aborts; `ready` is told once. An end without being asked is an error. */
async function runService(
  definition: ServiceDefinition,
  deps: SuiteDeps,
  signal: AbortSignal,
  ready: () => void,
): Promise<void> {
  const log = deps.log.child({ service: definition.name });
  await definition.run({ ...deps, log, signal, ready });
  if (!signal.aborted) throw new DeyeError('SERVICE_ENDED', definition.name);
}

/**
 * Runs parts that share one bus until `signal` aborts. Services are ready before collectors start, and stop after them, so that what
 * is emitted is also evaluated. When a part fails all others are drained and the first error is thrown.
 */
export async function runSuite(
  definitions: readonly AppDefinition[],
  deps: SuiteDeps,
  signal: AbortSignal,
): Promise<void> {
  const stopServices = new AbortController();
  const stopCollectors = new AbortController();
  const errors: unknown[] = [];
  const fail = (error: unknown): void => {
    errors.push(error);
    stopCollectors.abort();
  };
  const onAbort = (): void => stopCollectors.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();

  const services: Promise<void>[] = [];
  const started = definitions
    .filter((definition) => definition.kind === 'service')
    .map(
      (definition) =>
        new Promise<void>((resolve) => {
          const run = runService(definition, deps, stopServices.signal, resolve)
            .catch(fail)
            .finally(resolve);
          services.push(run);
        }),
    );
  await Promise.all(started);
  if (!stopCollectors.signal.aborted) {
    const collectors = definitions
      .filter((definition) => definition.kind === 'collector')
      .map((definition) =>
        runCollector(definition, deps, stopCollectors.signal).then(() => undefined, fail),
      );
    await Promise.all(collectors);
  }
  // With services only there is no collector to wait for.
  if (!stopCollectors.signal.aborted) await aborted(stopCollectors.signal);
  signal.removeEventListener('abort', onAbort);
  stopServices.abort();
  await Promise.all(services);
  if (errors.length > 0) throw errors[0];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
