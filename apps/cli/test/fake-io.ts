import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runProgram } from '../src/program.ts';

/** What a run of `deye` wrote, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

class TextSink extends Writable {
  readonly isTTY: boolean;
  text = '';

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs `deye` commands in this process, where no `deye up` runs. */
export class DeyeBench {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'deye-cli-'));

  async run(
    args: readonly string[],
    given: { readonly isTTY?: boolean; readonly environment?: Record<string, string> } = {},
  ): Promise<Ran> {
    const stdout = new TextSink(given.isTTY ?? false);
    const stderr = new TextSink(false);
    const io = {
      stdout,
      stderr,
      uid: process.getuid?.() ?? 0,
      tempDirectory: this.directory,
      environment: {
        HOME: this.directory,
        XDG_RUNTIME_DIR: this.directory,
        XDG_CONFIG_HOME: this.directory,
        ...given.environment,
      },
      signal: new AbortController().signal,
      self: [],
    };
    const code = await runProgram(args, io);
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true });
  }
}
