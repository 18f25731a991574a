import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process ended: its exit code, or null for a signal. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that was started. */
export interface Child {
  readonly pid: number | undefined;
  /** Aborts when the process has said that it works. */
  readonly ready: AbortSignal;
  /** Resolves when it has ended and all that it wrote is read; never rejects. */
  readonly ended: Promise<ChildEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with each line of its stderr. */
  readonly onLine: (line: string) => void;
}

/**
 * Starts a part with a channel to this process, whose end it takes as the request to drain: also when this process is killed. It has a
 * session of its own, so that Ctrl-C on the terminal reaches this process alone, which ends the parts in their order.
 */
export function startPart({ command, environment, onLine }: ChildOptions): Child {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  const ready = new AbortController();
  child.on('message', () => ready.abort());
  return { ...follow(child, onLine), ready: ready.signal, kill: (signal) => child.kill(signal) };
}

/**
 * Ends the program 3 s after the pipe on its standard input closes, which the end of this process does: what depends on the program can
 * drain meanwhile. `$$` is the program, since `exec` keeps the process id; a reader in the background would otherwise get /dev/null
 * as its input.
 */
const tied =
  'exec 3<&0; (cat <&3 >/dev/null; sleep 3; kill -TERM $$) & exec 3<&-; exec "$@" </dev/null';

/** Starts a program that knows nothing of us; it ends with this process all the same. Ready is it with the line that `isReady` knows. */
export function startForeign(
  { command, environment, onLine }: ChildOptions,
  isReady: (line: string) => boolean,
): Child {
  const child = spawn('/bin/sh', ['-c', tied, 'sh', ...command], {
    env: environment,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const ready = new AbortController();
  const { ended, pid } = follow(child, (line) => {
    if (isReady(line)) ready.abort();
    onLine(line);
  });
  child.once('exit', () => {
    // The reader of the pipe is in the same group; nothing of it may be left.
    signalGroup(pid, 'SIGKILL');
  });
  return { pid, ready: ready.signal, ended, kill: (signal) => child.kill(signal) };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function follow(child: ChildProcess, onLine: (line: string) => void): Pick<Child, 'pid' | 'ended'> {
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', onLine);
  const ended = new Promise<ChildEnd>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      onLine(error.message);
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
  });
  return { pid: child.pid, ended };
}
