import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type {
  AnalysisRequest,
  AnalysisResult,
  AnalysisTarget,
  Correlation,
} from '../model/analysis.ts';
import { int64, toBigInt, uint32 } from './integers.ts';
import { valuesFromWire, valuesToWire, wellFormed } from './value.ts';
import { word, words } from './word.ts';

type V1Target = daemoneye.v1.AnalysisTarget.$Properties;

const text = (value: string | null): string | null => value?.toWellFormed() ?? null;

function correlationToWire(from: Correlation): daemoneye.v1.Correlation.$Properties {
  return {
    id: from.id.toWellFormed(),
    root: from.root.toWellFormed(),
    parent: text(from.parent),
    stage: text(from.stage),
    traceparent: text(from.traceparent),
    tags: wellFormed(from.tags),
  };
}

function correlationFromWire(
  from: daemoneye.v1.Correlation.$Properties | null | undefined,
): Correlation {
  if (from === null || from === undefined)
    throw new DeyeError('WIRE_MALFORMED', 'the correlation is missing');
  return {
    id: from.id ?? '',
    root: from.root ?? '',
    parent: from.parent ?? null,
    stage: from.stage ?? null,
    traceparent: from.traceparent ?? null,
    tags: from.tags ?? [],
  };
}

function targetToWire({ event, process, path }: AnalysisTarget): V1Target {
  return {
    event: text(event),
    process:
      process === null
        ? null
        : {
            pid: uint32(process.pid, 'pid'),
            start_boottime: int64(process.start_boottime, 'start_boottime'),
            boot_id: process.boot_id.toWellFormed(),
            key: process.key.toWellFormed(),
          },
    path: text(path),
  };
}

function targetFromWire(from: V1Target | null | undefined): AnalysisTarget {
  const process = from?.process ?? null;
  return {
    event: from?.event ?? null,
    process:
      process === null
        ? null
        : {
            pid: process.pid ?? 0,
            start_boottime: toBigInt(process.start_boottime ?? 0),
            boot_id: process.boot_id ?? '',
            key: process.key ?? '',
          },
    path: from?.path ?? null,
  };
}

/** The message of a task. Throws `WIRE_VALUE` for a number that its field cannot hold. */
export function requestToWire(from: AnalysisRequest): daemoneye.v1.AnalysisRequest.$Properties {
  return {
    task: from.task.toWellFormed(),
    attempt: uint32(from.attempt, 'attempt'),
    analysis: from.analysis.toWellFormed(),
    host: from.host.toWellFormed(),
    collector: from.collector.toWellFormed(),
    target: targetToWire(from.target),
    parameters: valuesToWire(from.parameters),
    timeout_ms: uint32(from.timeout_ms, 'timeout_ms'),
    requested_by: from.requested_by.toWellFormed(),
    requested_time: int64(from.requested_time, 'requested_time'),
    correlation: correlationToWire(from.correlation),
  };
}

/** The inverse. Throws `WIRE_MALFORMED` when the correlation is missing. */
export function requestFromWire(from: daemoneye.v1.AnalysisRequest): AnalysisRequest {
  return {
    task: from.task,
    attempt: from.attempt,
    analysis: from.analysis,
    host: from.host,
    collector: from.collector,
    target: targetFromWire(from.target),
    parameters: valuesFromWire(from.parameters),
    timeout_ms: from.timeout_ms,
    requested_by: from.requested_by,
    requested_time: toBigInt(from.requested_time),
    correlation: correlationFromWire(from.correlation),
  };
}

/** The message of a result. Throws `WIRE_VALUE` for a number that its field cannot hold. */
export function resultToWire(from: AnalysisResult): daemoneye.v1.AnalysisResult.$Properties {
  return {
    task: from.task.toWellFormed(),
    attempt: uint32(from.attempt, 'attempt'),
    analysis: from.analysis.toWellFormed(),
    host: from.host.toWellFormed(),
    collector: from.collector.toWellFormed(),
    status: from.status,
    outcome: from.outcome.toWellFormed(),
    error: text(from.error),
    message: text(from.message),
    process_key: text(from.process_key),
    path: text(from.path),
    values: valuesToWire(from.values),
    started_time: int64(from.started_time, 'started_time'),
    finished_time: int64(from.finished_time, 'finished_time'),
    correlation: correlationToWire(from.correlation),
  };
}

/** The inverse. Throws `WIRE_MALFORMED` for a status that is none, and when the correlation is missing. */
export function resultFromWire(from: daemoneye.v1.AnalysisResult): AnalysisResult {
  return {
    task: from.task,
    attempt: from.attempt,
    analysis: from.analysis,
    host: from.host,
    collector: from.collector,
    status: word(words.status, from.status),
    outcome: from.outcome,
    error: from.error,
    message: from.message,
    process_key: from.process_key,
    path: from.path,
    values: valuesFromWire(from.values),
    started_time: toBigInt(from.started_time),
    finished_time: toBigInt(from.finished_time),
    correlation: correlationFromWire(from.correlation),
  };
}
