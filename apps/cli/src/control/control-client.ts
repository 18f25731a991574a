import { once } from 'node:events';
import { connect } from 'node:net';
import { DeyeError } from '@daemoneye/collector-core';
import { isControlError } from './control-protocol.ts';
import type { ControlRequest } from './control-protocol.ts';
import { readLines } from './read-lines.ts';

/**
 * Asks a running `deye up`. Yields its answers; ends when it does or when `signal` aborts. Throws `BUS_UNREACHABLE` when nobody listens,
 * `CONTROL_REFUSED` with the server's sentence when it refuses.
 */
export async function* connectControl(
  socketPath: string,
  request: ControlRequest,
  signal: AbortSignal,
): AsyncGenerator<object> {
  const socket = connect(socketPath);
  const stop = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await once(socket, 'connect').catch((cause: unknown) => {
      throw new DeyeError('BUS_UNREACHABLE', `nothing answers on ${socketPath}`, { cause });
    });
    // A server that dies ends the stream; what came before is valid.
    socket.on('error', stop);
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of readLines(socket)) {
      const answer = JSON.parse(line) as object;
      if (isControlError(answer)) throw new DeyeError('CONTROL_REFUSED', answer.message);
      yield answer;
    }
  } catch (error) {
    if (error instanceof DeyeError || !isGone(error, signal)) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

function isGone(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
