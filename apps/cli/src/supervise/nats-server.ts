import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DeyeError } from '@daemoneye/collector-core';
import type { Clock, Logger } from '@daemoneye/collector-core';
import { startForeign } from './child.ts';
import { SupervisedProcess } from './supervised-process.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const usualPort = 4_222;
const graceMs = 10_000;
const startMs = 10_000;

/** A server that is kept running. */
export interface OwnServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface OwnServerOptions {
  readonly environment: Environment;
  readonly uid: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Starts a nats-server on the loopback, on port 4222 or, when that is taken, any that is free. Its store lies in the state directory
 * and outlives it. Throws `BUS_SERVER_FAILED` when there is no server to start or no directory for its store.
 */
export async function startNatsServer(options: OwnServerOptions): Promise<OwnServer> {
  const { clock, environment, log, uid } = options;
  const file = findServer(environment);
  const store = stateDirectory(environment, uid);
  try {
    mkdirSync(store, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new DeyeError('BUS_SERVER_FAILED', `cannot make ${store}`, { cause });
  }
  const port = (await freePort(usualPort)) ?? (await freePort(0));
  if (port === null) throw new DeyeError('BUS_SERVER_FAILED', 'no port of 127.0.0.1 is free');
  const words = { said: 'it says nothing' };
  const server = new SupervisedProcess({
    name: 'nats-server',
    clock,
    log,
    graceMs,
    start: () =>
      startForeign(
        {
          command: [file, '-a', '127.0.0.1', '-p', `${port}`, '-js', '-sd', store],
          environment: { PATH: environment['PATH'], HOME: environment['HOME'] },
          onLine: (line) => {
            if (!isError(line)) return;
            words.said = line;
            log.warn({ line }, 'nats-server says');
          },
        },
        (line) => line.includes('Server is ready'),
      ),
    onDeath: () => undefined,
    onRefused: () => undefined,
  });
  const over = new AbortController();
  const late = clock.sleep(startMs, over.signal).then(() => 'late' as const);
  const first = await Promise.race([server.start(), late]);
  over.abort();
  if (first === 'late') {
    await server.stop();
    throw new DeyeError('BUS_SERVER_FAILED', `${file}: ${words.said}`);
  }
  const url = `nats://127.0.0.1:${port}`;
  log.info({ url, store }, 'nats-server is started');
  return { url, stop: () => server.stop() };
}

/** Its own levels stand in brackets. */
function isError(line: string): boolean {
  return /\[(?:ERR|FTL)\]|^nats-server: /.test(line);
}

/** `NATS_SERVER`, else the first `nats-server` on the PATH. */
export function findServer(environment: Environment): string {
  const given = environment['NATS_SERVER'];
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter(path.isAbsolute);
  const candidates = given ? [given] : folders.map((folder) => path.join(folder, 'nats-server'));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw new DeyeError(
    'BUS_SERVER_FAILED',
    given ? `NATS_SERVER is ${given}, which is no program` : 'there is no nats-server on the PATH',
  );
}

/** Where the server keeps its store: `$XDG_STATE_HOME`, as root without it `/var/lib`, else `~/.local/state`. */
export function stateDirectory(environment: Environment, uid: number): string {
  const given = environment['XDG_STATE_HOME'] ?? '';
  if (path.isAbsolute(given)) return path.join(given, 'daemoneye/nats');
  if (uid === 0) return '/var/lib/daemoneye/nats';
  return path.join(environment['HOME'] ?? '/', '.local/state/daemoneye/nats');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The port itself when nothing listens on it, any free one for 0; null when it is taken. */
async function freePort(port: number): Promise<number | null> {
  const probe = createServer();
  probe.listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return null;
  }
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return free;
}
