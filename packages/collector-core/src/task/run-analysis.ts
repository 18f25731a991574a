import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { AnalysisRequest } from '../model/analysis.ts';
import type { Analyser } from './analyser.ts';
import { endingOfError } from './analysis-ending.ts';
import type { AnalysisEnding } from './analysis-ending.ts';
import type { Slots } from './slots.ts';

/** What an analysis runs within. */
export interface AnalysisLimits {
  readonly clock: Clock;
  readonly slots: Slots;
  /** Waiting for a slot included. */
  readonly timeoutMs: number;
  /** Aborts when the collector stops. */
  readonly shutdown: AbortSignal;
}

/**
 * Runs one analysis to an ending; null when the shutdown came first. Ends at the timeout also when the analyser does not; then the
 * slot stays taken until it does.
 */
export async function runAnalysis(
  analyser: Analyser,
  request: AnalysisRequest,
  limits: AnalysisLimits,
): Promise<AnalysisEnding | null> {
  const { clock, timeoutMs, shutdown } = limits;
  if (shutdown.aborted) return null;
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<AnalysisEnding | null>();
  const onShutdown = (): void => {
    resolve(null);
    stop.abort();
  };
  shutdown.addEventListener('abort', onShutdown, { once: true });
  const cancelTimeout = clock.after(timeoutMs, () => {
    const error = new DeyeError('TASK_TIMED_OUT', `${request.analysis} after ${timeoutMs} ms`);
    resolve({ status: 'timed_out', error });
    stop.abort();
  });
  void analyseInSlot(analyser, request, limits.slots, stop.signal).then(resolve);
  const ending = await promise;
  cancelTimeout();
  shutdown.removeEventListener('abort', onShutdown);
  return ending;
}

/** Null when it was stopped before it had a slot. */
async function analyseInSlot(
  analyser: Analyser,
  request: AnalysisRequest,
  slots: Slots,
  signal: AbortSignal,
): Promise<AnalysisEnding | null> {
  if (!(await slots.take(signal))) return null;
  try {
    if (signal.aborted) return null;
    return { status: 'completed', outcome: await analyser.analyse(request, signal) };
  } catch (error) {
    return endingOfError(error, request.analysis);
  } finally {
    slots.release();
  }
}
