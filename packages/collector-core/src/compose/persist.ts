import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';

const retryMs = 500;

/** Tries again while `attempt` fails for a reason that passes; null when `signal` aborts first. Rejects with every other error. */
export async function persist<T>(
  attempt: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
): Promise<T | null> {
  while (!signal.aborted) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DeyeError) || error.permanent) throw error;
    }
    await clock.sleep(retryMs, signal);
  }
  return null;
}
