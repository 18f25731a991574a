import { DeyeError, busLayout, compareBus, initBus } from '@daemoneye/collector-core';
import type { BusReport, InitReport, NatsLink } from '@daemoneye/collector-core';

/** Creates what the bus lacks where that is permitted, else compares. Throws as `compareBus` does. */
export async function ensureBus(
  link: NatsLink,
  options: { readonly allowDegraded: boolean },
): Promise<BusReport | InitReport> {
  try {
    return await initBus(link, busLayout, { ...options, giveUpMs: 30_000 });
  } catch (error) {
    if (!(error instanceof DeyeError) || error.code !== 'BUS_FORBIDDEN') throw error;
    return compareBus(link, busLayout, options);
  }
}
