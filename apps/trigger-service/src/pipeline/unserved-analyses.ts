import type { AnalysisResult, Logger } from '@daemoneye/collector-core';

const MAX_NAMED = 1_024;

/** Says once that nobody offers an analysis on a host, and again only after somebody did. */
export class UnservedAnalyses {
  readonly #log: Logger;
  readonly #named = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  note(result: AnalysisResult): void {
    const { analysis, host, error } = result;
    const key = `${host}:${analysis}`;
    if (error !== 'TASK_NO_COLLECTOR') {
      this.#named.delete(key);
      return;
    }
    if (this.#named.has(key) || this.#named.size >= MAX_NAMED) return;
    this.#named.add(key);
    const message = 'no collector offers an analysis that rules ask for; alerts go out without it';
    this.#log.warn({ analysis, host, code: error }, message);
  }
}
