import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

const root = path.resolve(import.meta.dirname, '../..');

const commandLine = 'apps/cli/src/main.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface DeyeOptions {
  /** File below the root of the project; default the command line. */
  readonly program?: string;
  /** Runs as this user and group. */
  readonly uid?: number;
  /** `XDG_RUNTIME_DIR`, where the control socket goes; processes that are to meet share it. */
  readonly runtimeDirectory: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes a directory that belongs to `uid`, and a function that removes it. */
export function temporaryDirectory(name: string): { readonly path: string; remove(): void } {
  const made = mkdtempSync(path.join(os.tmpdir(), `deye-${name}-`));
  chmodSync(made, 0o755);
  return { path: made, remove: () => rmSync(made, { recursive: true, force: true }) };
}

/** A `deye` command, or another program, as a process of its own, from the sources, as `npm start` runs it. */
export class Deye {
  readonly rows: Row[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<number>;
  readonly #waiting = new Set<() => void>();
  #errorText = '';
  #rest = '';

  constructor(args: readonly string[], options: DeyeOptions) {
    const { uid } = options;
    this.#child = spawn(
      process.execPath,
      ['--conditions=@daemoneye/source', path.join(root, options.program ?? commandLine), ...args],
      {
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/node'),
          HOME: options.runtimeDirectory,
          XDG_RUNTIME_DIR: options.runtimeDirectory,
          XDG_CONFIG_HOME: options.runtimeDirectory,
          XDG_STATE_HOME: options.runtimeDirectory,
          ...options.environment,
        },
        ...(uid === undefined ? {} : { uid, gid: uid }),
      },
    );
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errorText += text;
      this.#wake();
    });
    this.#exit = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        resolve(code ?? (signal === 'SIGKILL' ? 137 : 128));
        this.#wake();
      });
    });
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) this.rows.push(JSON.parse(line) as Row);
      else this.rows.push({ text: line });
    }
    this.#wake();
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All of stderr so far. */
  get errorText(): string {
    return this.#errorText;
  }

  /** Log lines of stderr so far. */
  get log(): readonly Row[] {
    return this.#errorText
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Row);
  }

  /** Resolves with what `find` returns once that is not undefined; rejects after `timeoutMs`, or when the process ends first. */
  async until<T>(what: string, find: () => T | undefined, timeoutMs = 15_000): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const stop = (end: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        end();
      };
      const fail = (why: string): void =>
        stop(() => reject(new Error(`${what}: ${why}\nstderr: ${this.#errorText.slice(-2_000)}`)));
      const check = (): void => {
        const found = find();
        if (found !== undefined) stop(() => resolve(found));
        else if (this.#child.exitCode !== null) fail(`deye ended with ${this.#child.exitCode}`);
      };
      const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
      this.#waiting.add(check);
      check();
    });
  }

  /** The first row on stdout for which `find` is true. */
  row(what: string, find: (row: Row) => boolean, timeoutMs?: number): Promise<Row> {
    return this.until(what, () => this.rows.find(find), timeoutMs);
  }

  /** Every collector has said that it is live: its first snapshot is out. */
  async live(): Promise<void> {
    await this.row('a first snapshot', (row) => row['type'] === 'process.snapshot');
  }

  closeStdout(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Exit code, 128 when a signal ended it. */
  exit(): Promise<number> {
    return this.#exit;
  }

  /** Sends SIGTERM and waits. */
  async stop(): Promise<number> {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    return await this.#exit;
  }
}
