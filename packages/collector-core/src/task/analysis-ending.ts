import { DeyeError } from '../error/deye-error.ts';
import type { AnalysisRequest, AnalysisResult, AnalysisStatus } from '../model/analysis.ts';
import type { AnalysisOutcome } from './analyser.ts';

/** How an analysis ended: with an outcome, or with the error that stands for one. */
export type AnalysisEnding =
  | { readonly status: 'completed'; readonly outcome: AnalysisOutcome }
  | { readonly status: Exclude<AnalysisStatus, 'completed'>; readonly error: DeyeError };

/**
 * Ending for what an analyser threw: a permanent `DeyeError` is a refusal, another `DeyeError` a failure with its code, anything else
 * `TASK_ANALYSER_FAILED` without the foreign text.
 */
export function endingOfError(thrown: unknown, analysis: string): AnalysisEnding {
  const error =
    thrown instanceof DeyeError
      ? thrown
      : new DeyeError('TASK_ANALYSER_FAILED', analysis, { cause: thrown });
  return { status: error.permanent ? 'refused' : 'failed', error };
}

/** The one result of a request. Without an outcome, `outcome` repeats the status. */
export function resultOf(
  request: AnalysisRequest,
  ending: AnalysisEnding,
  startedTime: bigint,
  finishedTime: bigint,
): AnalysisResult {
  const { task, attempt, analysis, host, collector, correlation, target } = request;
  const about = { task, attempt, analysis, host, collector, correlation };
  const times = { started_time: startedTime, finished_time: finishedTime };
  if (ending.status === 'completed')
    return {
      ...about,
      ...times,
      status: 'completed',
      error: null,
      message: null,
      ...ending.outcome,
    };
  return {
    ...about,
    ...times,
    status: ending.status,
    outcome: ending.status,
    error: ending.error.code,
    message: ending.error.message,
    process_key: target.process?.key ?? null,
    path: target.path,
    values: {},
  };
}
