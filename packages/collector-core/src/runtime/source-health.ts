import type { HealthState, TierReport } from '../model/capability.ts';

/** Failing checks in a row that make a source unhealthy. */
const CHECKS_TO_UNHEALTHY = 3;

/** What is known of a source's health. */
export interface SourceHealth {
  readonly state: HealthState;
  /** Why it is not healthy. */
  readonly detail: string | null;
  readonly tier: TierReport | null;
  /** Health checks that failed in a row. */
  readonly failedChecks: number;
  readonly restarts: number;
}

/** What happens to a source, as far as its health goes. */
export type SourceHealthEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'ready'; readonly tier: TierReport }
  | { readonly kind: 'startup_timed_out'; readonly timeoutMs: number }
  | { readonly kind: 'check_passed' }
  | { readonly kind: 'check_failed'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string; readonly restartInMs: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'abandoned' };

export const initialSourceHealth: SourceHealth = {
  state: 'starting',
  detail: null,
  tier: null,
  failedChecks: 0,
  restarts: 0,
};

/**
 * Health of a source after an event. It is healthy once it is ready; the first failing check makes it degraded, the third in a row
 * unhealthy, a passing one healthy again. Not ready in time, or failed, it is unhealthy until it is ready.
 */
export function nextSourceHealth(health: SourceHealth, event: SourceHealthEvent): SourceHealth {
  switch (event.kind) {
    case 'started':
      return health.state === 'unhealthy' ? { ...health, restarts: health.restarts + 1 } : health;
    case 'ready':
      return { ...health, state: 'healthy', detail: null, tier: event.tier, failedChecks: 0 };
    case 'startup_timed_out':
      return { ...health, state: 'unhealthy', detail: `not ready within ${event.timeoutMs} ms` };
    case 'check_passed':
      return health.failedChecks === 0
        ? health
        : { ...health, state: 'healthy', detail: null, failedChecks: 0 };
    case 'check_failed': {
      const failedChecks = health.failedChecks + 1;
      const state = failedChecks >= CHECKS_TO_UNHEALTHY ? 'unhealthy' : 'degraded';
      return { ...health, state, detail: event.detail, failedChecks };
    }
    case 'failed': {
      const detail = `${event.detail}; restarts in ${event.restartInMs} ms`;
      return { ...health, state: 'unhealthy', detail, failedChecks: 0 };
    }
    case 'stopped':
      return { ...health, state: 'stopped', detail: null };
    case 'abandoned':
      return { ...health, state: 'stopped', detail: 'did not stop in time and was abandoned' };
  }
}

/**
 * Health of a collector: that of its sources, folded. Unhealthy when every source is, degraded when one is not well or the queue is
 * under pressure, starting until all are ready.
 */
export function collectorHealth(sources: readonly HealthState[], isPressed: boolean): HealthState {
  const has = (state: HealthState): boolean => sources.includes(state);
  if (sources.length > 0 && sources.every((state) => state === 'stopped')) return 'stopped';
  if (sources.length > 0 && sources.every((state) => state === 'unhealthy')) return 'unhealthy';
  if (has('unhealthy') || has('degraded') || isPressed) return 'degraded';
  return has('starting') ? 'starting' : 'healthy';
}
