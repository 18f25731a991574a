import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '@jest/globals';

const tool = path.resolve(import.meta.dirname, '../../tools/nats-server.mjs');
const inCi = process.env['CI'] === 'true';

function findServer(): { readonly file: string | null; readonly why: string } {
  try {
    const file = execFileSync(process.execPath, [tool], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return { file, why: '' };
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    return { file: null, why: stderr.trim().split('\n')[0] ?? '' };
  }
}

const found = findServer();

/** A test that needs a nats-server. Without one: skipped with the reason, and in CI a failure. */
export function natsTest(title: string, run: () => Promise<void>, timeoutMs: number): void {
  if (found.file !== null || inCi) test(title, run, timeoutMs);
  else test.skip(`${title} (skipped: ${found.why})`, run, timeoutMs);
}

/** The program, copied to `folder`, so that any user may run it. */
export function serverProgram(folder: string): string {
  if (found.file === null) throw new Error(found.why);
  const copy = path.join(folder, 'nats-server');
  copyFileSync(found.file, copy);
  chmodSync(copy, 0o755);
  return copy;
}

/** A server on a port of its own, which can be stopped and started again over the same store. */
export class NatsServer {
  readonly url: string;
  readonly #file: string;
  readonly #store: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(port: number, folder: string) {
    this.#port = port;
    this.#store = path.join(folder, 'store');
    this.#file = serverProgram(folder);
    this.url = `nats://127.0.0.1:${port}`;
  }

  /** A server that has not started yet. */
  static async prepare(folder: string): Promise<NatsServer> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    return new NatsServer(port, folder);
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const args = ['-a', '127.0.0.1', '-p', String(this.#port), '-js', '-sd', this.#store];
    this.#child = spawn(this.#file, args, { stdio: 'ignore' });
    while (!(await accepts(this.#port))) {
      if (this.#child.exitCode !== null) throw new Error('nats-server does not start');
      await sleep(20);
    }
  }

  /** Ends it with SIGTERM; the store stays. May be called twice. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
