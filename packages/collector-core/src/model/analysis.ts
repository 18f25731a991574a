import type { ProcessRef } from './process-ref.ts';

export type Value = string | number | boolean | bigint | null | readonly string[];

/** Where work came from. `root` is the first cause of a chain, `parent` the step before. */
export interface Correlation {
  readonly id: string;
  readonly root: string;
  readonly parent: string | null;
  readonly stage: string | null;
  /** W3C trace context. */
  readonly traceparent: string | null;
  readonly tags: readonly string[];
}

/** What to analyse. A free `path` is obeyed only under `analysis.roots`. */
export interface AnalysisTarget {
  /** Identity of the event that caused the request, see `identityOf`. */
  readonly event: string | null;
  readonly process: ProcessRef | null;
  readonly path: string | null;
}

/** A task for one collector; the payload of `deye.v1.tasks.<host>.<collector>.<analysis>`. */
export interface AnalysisRequest {
  readonly task: string;
  /** From 1; `<task>#<attempt>` names the attempt. Exactly one result of a task is accepted. */
  readonly attempt: number;
  readonly analysis: string;
  readonly host: string;
  readonly collector: string;
  readonly target: AnalysisTarget;
  readonly parameters: Readonly<Record<string, Value>>;
  /** How long the analysis may take. */
  readonly timeout_ms: number;
  readonly requested_by: string;
  readonly requested_time: bigint;
  readonly correlation: Correlation;
}

export type AnalysisStatus = 'completed' | 'failed' | 'timed_out' | 'refused';

/** The answer to a task, published once; the payload of `deye.v1.results.…`. */
export interface AnalysisResult {
  readonly task: string;
  readonly attempt: number;
  readonly analysis: string;
  readonly host: string;
  readonly collector: string;
  readonly status: AnalysisStatus;
  /** A word of the analysis' own vocabulary, e.g. `hashed`, `deleted`, `process_gone`. */
  readonly outcome: string;
  /** Code of the error when `status` is not `completed`. */
  readonly error: string | null;
  readonly message: string | null;
  readonly process_key: string | null;
  readonly path: string | null;
  readonly values: Readonly<Record<string, Value>>;
  readonly started_time: bigint;
  readonly finished_time: bigint;
  readonly correlation: Correlation;
}
