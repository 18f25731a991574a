import { DeyeError } from '../error/deye-error.ts';
import type { Environment } from './environment-settings.ts';

/** Which bus: of this process, of a server that is to be started, or of servers that run. */
export type BusChoice =
  | { readonly kind: 'local' | 'nats' }
  | { readonly kind: 'servers'; readonly servers: readonly string[] };

/** What was said about the bus: the first that is given counts. */
export interface BusWords {
  /** `--bus`. */
  readonly flag: string | undefined;
  /** For `DEYE_BUS`. */
  readonly environment: Environment;
  /** `bus.url` of the config. */
  readonly configured: string | undefined;
}

const serverPattern = /^(?:(?:nats|tls):\/\/)?(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;

/** Chooses the bus; null when nobody has said which. Throws `CONFIG_INVALID_VALUE` for what is no bus. */
export function chooseBus({ flag, environment, configured }: BusWords): BusChoice | null {
  const given = [
    ['--bus', flag],
    ['DEYE_BUS', environment['DEYE_BUS'] || undefined],
    ['bus.url', configured],
  ].find(([, text]) => text !== undefined);
  return given === undefined ? null : parseBus(given[1] ?? '', given[0] ?? '');
}

function parseBus(text: string, origin: string): BusChoice {
  if (text === 'local' || text === 'nats') return { kind: text };
  const servers = text.split(',').map((server) => server.trim());
  if (servers.every((server) => serverPattern.test(server))) return { kind: 'servers', servers };
  // The text is not repeated: an address may hold a password.
  throw new DeyeError(
    'CONFIG_INVALID_VALUE',
    `${origin}, allowed is local, nats, or addresses like nats://127.0.0.1:4222, separated by commas`,
  );
}
