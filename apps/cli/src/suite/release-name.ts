import { capabilityKey } from '@daemoneye/collector-core';
import type { EventBus } from '@daemoneye/collector-core';

/** A run that is known to have ended. */
export interface DeadRun {
  /** Token of the host. */
  readonly host: string;
  readonly collector: string;
  readonly pid: number;
}

/** Removes the announcement of a run that died, if it is still there: the next run need not wait until it has expired. */
export async function releaseName(bus: EventBus, { collector, host, pid }: DeadRun): Promise<void> {
  const keys = await bus.keyValue('deye_capabilities');
  const key = capabilityKey(host, collector);
  const held = await keys.get(key);
  if (held?.value.pid === pid) await keys.delete(key);
}
