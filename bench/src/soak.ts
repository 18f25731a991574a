/** What a `*.soak.ts` exports. `run` lasts `durationMs` and returns one line per finding. */
export interface Soak {
  readonly name: string;
  run(durationMs: number): Promise<readonly string[]>;
}
