import type { EventBus } from '../bus/event-bus.ts';
import { capabilityKey } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import type { Logger } from '../log/logger.ts';

const lookMs = 500;

/** Who wants the name, and where. */
export interface NameDeps {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** Token of the host. */
  readonly host: string;
  readonly collector: string;
  /** Whether a process of this host runs. */
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Waits while the key of a collector is that of a run that was killed: it expires after 30 s. Says once that it waits. Resolves at once
 * when the key is free or its holder runs, and when the holder shows that it does after all, in a pid namespace of its own.
 */
export async function awaitName(deps: NameDeps, signal: AbortSignal): Promise<void> {
  const { bus, clock, collector, host, isAlive, log } = deps;
  const keys = await bus.keyValue('deye_capabilities');
  const key = capabilityKey(host, collector);
  const first = await keys.get(key);
  if (first === null || isAlive(first.value.pid)) return;
  log.warn(
    { collector, former_pid: first.value.pid },
    'the former run was killed; waiting until its announcement has expired',
  );
  while (!signal.aborted) {
    await clock.sleep(lookMs, signal);
    const held = await keys.get(key);
    if (held?.revision !== first.revision) return;
  }
}

/** Whether another process with this id runs here. */
export function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
