import type { Writable } from 'node:stream';

/** What a command may touch of its process. Data goes to `stdout`, everything else to `stderr`. */
export interface Io {
  readonly stdout: Writable & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly stderr: Writable;
  /** Numeric user id, 0 where the platform has none. */
  readonly uid: number;
  readonly tempDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts at SIGINT, SIGTERM, SIGHUP, or when the reader of `stdout` has gone. */
  readonly signal: AbortSignal;
  /** Program and arguments that start `deye` again, as this process was started. */
  readonly self: readonly string[];
}

/** How a command ended, as the exit code of the process. */
export const ExitCode = { done: 0, findings: 1, usage: 2, noBus: 3 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
