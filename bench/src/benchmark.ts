/** One figure, beside the same figure of a peer measured in the same run. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Whether a greater value is the better one. */
  readonly better: 'more' | 'less';
  readonly peer?: { readonly name: string; readonly value: number };
}

/** What a `*.bench.ts` exports. */
export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}
