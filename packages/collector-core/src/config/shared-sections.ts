/** Section `analysis`. */
export interface AnalysisSettings {
  /** Directories under which a task may name a free path; empty: none. */
  readonly roots: readonly string[];
  /** Most bytes of one file that an analysis reads. Default 512 MiB. */
  readonly maxFileBytes: number;
  /** How long one analysis may take. Default 10 000. */
  readonly timeoutMs: number;
}

/** Section `rules`. */
export interface RulesSettings {
  /** Directory of rule files, absolute. */
  readonly directory: string;
}
