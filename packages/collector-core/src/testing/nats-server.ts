import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../clock/system-clock.ts';

const startMs = 10_000;
const pollMs = 10;
const configName = 'server.conf';

/** The nats-server to test with, from the environment; null when it names none. */
function natsServerFile(): string | null {
  return process.env['NATS_SERVER'] || null;
}

/**
 * Title of a test that needs a server: says why it is skipped when there is none. In CI it is not skipped, and fails for want of a
 * server.
 */
export function natsServerTitle(title: string): string {
  return skipsNatsServer() ? `${title} (skipped: NATS_SERVER names no nats-server)` : title;
}

/** Whether tests that need a server are skipped. */
export function skipsNatsServer(): boolean {
  return natsServerFile() === null && process.env['CI'] !== 'true';
}

export interface NatsTestServerOptions {
  /** The executable. Default: the environment's. */
  readonly file?: string;
  /** Text of a configuration file. */
  readonly config?: string;
}

/** A server of a test's own, on the loopback, with a store that is removed with it. */
export class NatsTestServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #file: string;
  readonly #onExit = (): void => {
    this.#child?.kill('SIGKILL');
  };
  #child: ChildProcess | null = null;

  private constructor(file: string, port: number, folder: string) {
    this.#file = file;
    this.#port = port;
    this.#folder = folder;
    this.url = `127.0.0.1:${port}`;
  }

  /** A server that has not started yet, on a port that is free. */
  static async prepare(options: NatsTestServerOptions = {}): Promise<NatsTestServer> {
    const file = options.file ?? natsServerFile();
    if (file === null) throw new Error('NATS_SERVER names no nats-server');
    const folder = mkdtempSync(join(tmpdir(), 'nats-'));
    writeFileSync(join(folder, configName), options.config ?? '');
    return new NatsTestServer(file, await freePort(), folder);
  }

  /** A server that takes connections. */
  static async start(options: NatsTestServerOptions = {}): Promise<NatsTestServer> {
    const server = await NatsTestServer.prepare(options);
    await server.start();
    return server;
  }

  /** Starts, or starts again on the same port and store; resolves when JetStream is ready. */
  async start(): Promise<void> {
    const log = join(this.#folder, 'server.log');
    rmSync(log, { force: true });
    const args = ['-a', '127.0.0.1', '-p', String(this.#port), '-js', '-sd', this.#folder];
    const child = spawn(this.#file, [...args, '-l', log, '-c', join(this.#folder, configName)], {
      stdio: 'ignore',
    });
    this.#child = child;
    process.once('exit', this.#onExit);
    const failed = once(child, 'error').then(([error]) => {
      throw error;
    });
    failed.catch(() => undefined);
    const clock = new SystemClock();
    const deadlineMs = clock.monotonicMs() + startMs;
    while (!/Server is ready/.test(readText(log))) {
      if (child.exitCode !== null || clock.monotonicMs() > deadlineMs)
        throw new Error(`nats-server does not start: ${readText(log)}`);
      await Promise.race([clock.sleep(pollMs), failed]);
    }
  }

  /** Ends the process at once, as a power cut would; the store stays. */
  async kill(): Promise<void> {
    await this.#signal('SIGKILL');
  }

  /** Freezes the process, or lets it go on. */
  freeze(isFrozen: boolean): void {
    this.#child?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Ends the process and removes the store. */
  async stop(): Promise<void> {
    await this.#signal('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #signal(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    process.removeListener('exit', this.#onExit);
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(name);
    await gone;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
