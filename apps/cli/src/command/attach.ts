import { controlPath } from '../control/control-path.ts';
import { connectControl } from '../control/control-client.ts';
import type { ControlRequest, Pong } from '../control/control-protocol.ts';
import type { Io } from '../output/io.ts';

/** Asks this user's running `deye up`; throws `BUS_UNREACHABLE` at the first answer when none runs. */
export function askRunning(
  request: ControlRequest,
  io: Io,
  signal: AbortSignal,
): AsyncGenerator<object> {
  return connectControl(controlPath(io.environment, io.uid, io.tempDirectory), request, signal);
}

/** What this user's running `deye up` says of itself; null when none runs. */
export async function pingRunning(io: Io): Promise<Pong | null> {
  try {
    for await (const answer of askRunning({ verb: 'ping' }, io, AbortSignal.timeout(2_000)))
      return answer as Pong;
    return null;
  } catch {
    return null;
  }
}
