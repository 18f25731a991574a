import { chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Deye, temporaryDirectory } from './deye.ts';
import type { DeyeOptions } from './deye.ts';

/** What differs from `deye` of the command line. */
export type StartOptions = Pick<DeyeOptions, 'program' | 'environment'>;

const own = process.getuid?.() ?? 0;

/** The `deye` processes of one test and the directory they live in; `end` stops and removes them all. */
export class Session {
  readonly #directory: ReturnType<typeof temporaryDirectory>;
  readonly #running: Deye[] = [];

  constructor(name: string) {
    this.#directory = temporaryDirectory(name);
  }

  /** A path below the directory of the session. */
  path(name: string): string {
    return path.join(this.#directory.path, name);
  }

  /** Starts `deye`; those of the same user share a runtime directory, and so the control socket and state. */
  start(args: readonly string[], uid?: number, more: StartOptions = {}): Deye {
    const runtimeDirectory = this.path(`run-${uid ?? own}`);
    mkdirSync(runtimeDirectory, { mode: 0o700, recursive: true });
    if (uid !== undefined) chownSync(runtimeDirectory, uid, uid);
    const deye = new Deye(args, {
      runtimeDirectory,
      ...more,
      ...(uid === undefined ? {} : { uid }),
    });
    this.#running.push(deye);
    return deye;
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.map((deye) => deye.stop()));
    this.#directory.remove();
  }
}
