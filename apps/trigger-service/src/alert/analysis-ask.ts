import { identityOf } from '@daemoneye/collector-core';
import type { AnalysisAsk, AnalysisResult, DeyeError } from '@daemoneye/collector-core';
import type { CollectionEvent, Correlation } from '@daemoneye/collector-core';
import { targetOf } from './analysis-target.ts';

/** What an alert asks about its event. */
export function askOf(
  alert: string,
  analysis: string,
  event: CollectionEvent,
  timeout_ms: number,
): AnalysisAsk {
  const identity = identityOf(event);
  const correlation: Correlation = {
    id: alert,
    root: identity,
    parent: identity,
    stage: null,
    traceparent: null,
    tags: [],
  };
  return {
    analysis,
    host: event.host,
    target: targetOf(event),
    parameters: {},
    timeout_ms,
    correlation,
  };
}

/** The result of a question that was not put to anybody: `refused`, with the code of the error. */
export function unaskedResult(ask: AnalysisAsk, error: DeyeError, time: bigint): AnalysisResult {
  const { analysis, host, target, correlation } = ask;
  return {
    task: '',
    attempt: 0,
    analysis,
    host,
    collector: '',
    status: 'refused',
    outcome: 'refused',
    error: error.code,
    message: error.message,
    process_key: target.process?.key ?? null,
    path: target.path,
    values: {},
    started_time: time,
    finished_time: time,
    correlation,
  };
}
