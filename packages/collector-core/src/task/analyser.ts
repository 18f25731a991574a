import type { AnalysisRequest, Value } from '../model/analysis.ts';

/** What an analyser found; `outcome` is a word of its documented vocabulary, also for what could not be analysed. */
export interface AnalysisOutcome {
  readonly outcome: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly process_key: string | null;
  readonly path: string | null;
}

/**
 * Serves one kind of analysis. Throws a `DeyeError` for a request that it refuses (bad target, path outside the roots); the
 * runtime turns that, an unexpected error and a timeout into results. `signal` aborts at the timeout and at shutdown.
 */
export interface Analyser {
  readonly analysis: string;
  readonly maxConcurrent: number;
  analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome>;
}
