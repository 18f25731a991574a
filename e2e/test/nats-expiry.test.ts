import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { NatsServer, natsTest } from '../src/nats-server.ts';
import { Session } from '../src/session.ts';

/** Three beats of 10 s, and what the server takes to look. */
const EXPIRY_MS = 34_000;

let session: Session;
let server: NatsServer | null;

beforeEach(() => {
  session = new Session('nats-expiry');
  server = null;
});
afterEach(async () => {
  await session.end();
  await server?.stop();
});

async function listed(url: string): Promise<readonly unknown[]> {
  const collectors = session.start(['collectors', '--json', '--bus', url]);
  await collectors.exit();
  return collectors.rows.map((row) => row['collector']);
}

describe('a collector that is killed', () => {
  natsTest(
    'is gone from the list within three beats',
    async () => {
      server = await NatsServer.prepare(session.path(''));
      await server.start();
      expect(await session.start(['bus', 'init', '--bus', server.url]).exit()).toBe(0);
      const procmond = session.start(['--bus', server.url], undefined, {
        program: 'apps/procmond/src/main.ts',
      });
      const isLive = () => procmond.log.find((row) => row['msg'] === 'source is healthy');
      await procmond.until('its source', isLive);
      expect(await listed(server.url)).toEqual(['procmond']);
      procmond.kill('SIGKILL');
      const since = performance.now();
      expect(await listed(server.url)).toEqual(['procmond']);
      let left: readonly unknown[] = ['procmond'];
      while (left.length > 0 && performance.now() - since < EXPIRY_MS)
        left = await listed(server.url);
      expect(left).toEqual([]);
    },
    60_000,
  );
});
