import { chooseBus } from '@daemoneye/collector-core';
import type { BusChoice } from '@daemoneye/collector-core';
import type { Io } from '../output/io.ts';
import { loadSuite } from '../suite/load-suite.ts';
import { pingRunning } from './attach.ts';

/** What the command line says about the bus and the config. */
export interface BusOptions {
  /** `--bus`. */
  readonly bus: string | undefined;
  readonly sets: readonly string[];
  readonly configFile: string | null;
}

/** Where a command finds the parts: on servers, or in the process of a running `deye up`. */
export type FoundBus =
  { readonly kind: 'servers'; readonly servers: readonly string[] } | { readonly kind: 'process' };

/** The bus that flag, environment or config names; null when none does. */
export function saidBus(
  options: BusOptions,
  configured: string | undefined,
  { environment }: Io,
): BusChoice | null {
  return chooseBus({ flag: options.bus, environment, configured });
}

/** The bus to ask: named servers, else what a running `deye up` uses; null when neither is there. */
export async function findBus(options: BusOptions, io: Io): Promise<FoundBus | null> {
  const { busUrl } = loadSuite({ ...options, only: null }, io.environment);
  const said = saidBus(options, busUrl, io);
  if (said?.kind === 'servers') return said;
  const running = await pingRunning(io);
  if (running === null) return null;
  return running.bus === 'local'
    ? { kind: 'process' }
    : { kind: 'servers', servers: running.bus.split(',') };
}
