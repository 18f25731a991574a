import { controlPath } from '../control/control-path.ts';
import { connectControl } from '../control/control-client.ts';
import type { ControlRequest } from '../control/control-protocol.ts';
import type { Io } from '../output/io.ts';

/** Asks this user's running `deye up`; throws `BUS_UNREACHABLE` at the first answer when none runs. */
export function askRunning(
  request: ControlRequest,
  io: Io,
  signal: AbortSignal,
): AsyncGenerator<object> {
  return connectControl(controlPath(io.environment, io.uid, io.tempDirectory), request, signal);
}

/** Whether this user has a `deye up` running. */
export async function isRunning(io: Io): Promise<boolean> {
  try {
    for await (const _ of askRunning({ verb: 'ping' }, io, AbortSignal.timeout(2_000))) return true;
    return false;
  } catch {
    return false;
  }
}
