import { once } from 'node:events';
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import path from 'node:path';
import { DeyeError } from '@daemoneye/collector-core';
import { connectControl } from './control-client.ts';
import { parseControlRequest } from './control-protocol.ts';
import type { ControlRequest } from './control-protocol.ts';

/** Answers one request with objects, one per line; `signal` aborts when the client has gone or the server closes. */
export type ControlResponder = (
  request: ControlRequest,
  signal: AbortSignal,
) => AsyncIterable<object>;

const MAX_CLIENTS = 32;
/** sun_path holds 108 bytes, the closing NUL included. */
const MAX_PATH_BYTES = 107;

/** Makes the directory, or checks that it is the caller's own and closed to others. */
async function ensurePrivateDirectory(directory: string, uid: number): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new DeyeError('CONTROL_UNAVAILABLE', `cannot make ${directory}`, { cause });
  });
  const found = await lstat(directory);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new DeyeError(
      'CONTROL_UNAVAILABLE',
      `${directory} is not a directory of uid ${uid} with mode 0700`,
    );
  }
}

async function isAlive(socketPath: string): Promise<boolean> {
  try {
    for await (const _ of connectControl(socketPath, { verb: 'ping' }, AbortSignal.timeout(2_000)))
      return true;
    return false;
  } catch {
    return false;
  }
}

async function listenOn(server: Server, socketPath: string): Promise<boolean> {
  server.listen(socketPath);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw new DeyeError('CONTROL_UNAVAILABLE', `cannot listen on ${socketPath}`, { cause: error });
  }
}

/**
 * The local door of a running `deye up`: a Unix socket, mode 0600 in a directory of mode 0700. One per user and host; `open` throws
 * `COLLECTOR_ALREADY_RUNNING` when another process answers there, and takes over what a killed one left behind.
 */
export class ControlServer {
  readonly #server: Server;
  readonly #path: string;
  readonly #stop = new AbortController();
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, socketPath: string, respond: ControlResponder) {
    this.#server = server;
    this.#path = socketPath;
    server.on('connection', (socket) => {
      void this.#serve(socket, respond);
    });
  }

  static async open(
    socketPath: string,
    uid: number,
    respond: ControlResponder,
  ): Promise<ControlServer> {
    if (Buffer.byteLength(socketPath) > MAX_PATH_BYTES) {
      throw new DeyeError(
        'CONTROL_UNAVAILABLE',
        `${socketPath} is longer than ${MAX_PATH_BYTES} bytes`,
      );
    }
    await ensurePrivateDirectory(path.dirname(socketPath), uid);
    const server = createServer();
    const control = new ControlServer(server, socketPath, respond);
    if (!(await listenOn(server, socketPath))) {
      if (await isAlive(socketPath))
        throw new DeyeError('COLLECTOR_ALREADY_RUNNING', `deye up answers on ${socketPath}`);
      // The owner was killed: a socket file stays behind, and nobody listens on it.
      await rm(socketPath, { force: true });
      if (!(await listenOn(server, socketPath))) {
        throw new DeyeError('COLLECTOR_ALREADY_RUNNING', `deye up has just taken ${socketPath}`);
      }
    }
    await chmod(socketPath, 0o600);
    return control;
  }

  async #serve(socket: Socket, respond: ControlResponder): Promise<void> {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
    socket.on('error', () => gone.abort());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      gone.abort();
    });
    if (this.#sockets.size >= MAX_CLIENTS) {
      socket.end(
        `${JSON.stringify({ error: 'CONTROL_BUSY', message: `${MAX_CLIENTS} clients are attached already` })}\n`,
      );
      return;
    }
    this.#sockets.add(socket);
    try {
      const line = await firstLine(socket);
      const request = parseControlRequest(line);
      if (request === null)
        throw new DeyeError(
          'CONTROL_REQUEST_INVALID',
          'the request is not one of ping, collectors, tail',
        );
      for await (const answer of respond(request, signal)) {
        if (!socket.write(`${JSON.stringify(answer)}\n`)) await once(socket, 'drain', { signal });
      }
    } catch (error) {
      if (!signal.aborted && error instanceof DeyeError) {
        socket.write(`${JSON.stringify({ error: error.code, message: error.message })}\n`);
      }
    } finally {
      socket.end();
    }
  }

  /** Ends all answers and removes the socket. May be called twice. */
  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroySoon();
    await closed;
    await rm(this.#path, { force: true });
  }
}

async function firstLine(socket: Socket): Promise<string> {
  const timer = setTimeout(() => socket.destroy(), 5_000);
  try {
    const chunks: string[] = [];
    socket.setEncoding('utf8');
    for await (const chunk of socket.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<string>) {
      chunks.push(chunk);
      const text = chunks.join('');
      const end = text.indexOf('\n');
      if (end >= 0) return text.slice(0, end);
      if (text.length > 65_536) break;
    }
    return '';
  } finally {
    clearTimeout(timer);
  }
}
