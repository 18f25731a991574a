/** How often a process died and how long the next start waits. */
export interface RestartState {
  readonly deaths: number;
  /** Wait before the next start. */
  readonly delayMs: number;
}

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
/** A process that ran so long is as good as new. */
const settledMs = 60_000;

export const neverDied: RestartState = { deaths: 0, delayMs: 0 };

/** The state after a process died that had run for `ranMs`: each wait is twice the one before, from 1 s to 60 s. */
export function afterDeath({ deaths, delayMs }: RestartState, ranMs: number): RestartState {
  const doubled = ranMs >= settledMs ? firstDelayMs : Math.max(firstDelayMs, 2 * delayMs);
  return { deaths: deaths + 1, delayMs: Math.min(doubled, longestDelayMs) };
}
