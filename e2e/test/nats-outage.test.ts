import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Deye } from '../src/deye.ts';
import { NatsServer, natsTest } from '../src/nats-server.ts';
import { Session } from '../src/session.ts';

let session: Session;
let server: NatsServer | null;

beforeEach(() => {
  session = new Session('nats-outage');
  server = null;
});
afterEach(async () => {
  await session.end();
  await server?.stop();
});

async function initialise(url: string): Promise<Deye> {
  const init = session.start(['bus', 'init', '--bus', url]);
  expect(await init.exit()).toBe(0);
  return init;
}

const words = (deye: Deye): readonly (readonly string[])[] =>
  deye.rows.map(({ text }) => String(text).split(/ +/));

describe('deye bus init', () => {
  natsTest(
    'creates what is missing, and the next time finds it equal; until then a collector refuses',
    async () => {
      server = await NatsServer.prepare(session.path(''));
      await server.start();
      const early = session.start(['run', 'procmond', '--bus', server.url]);
      expect(await early.exit()).toBe(2);
      expect(early.errorText).toMatch(/deye: .*DEYE_EV_PROCESS does not exist.*deye bus init/);

      const names = words(await initialise(server.url)).map(([word, name]) => `${word} ${name}`);
      expect(names).toContain('created DEYE_EV_PROCESS');
      expect(names).toContain('created KV_deye_capabilities');
      const again = words(await initialise(server.url));
      expect(again.slice(1).map(([word]) => word)).toEqual(names.slice(1).map(() => 'equal'));
    },
    30_000,
  );
});

describe('a collector', () => {
  natsTest(
    'samples while the server is away at the start, says so once, delivers from the first event on, and goes on after a second outage',
    async () => {
      server = await NatsServer.prepare(session.path(''));
      await server.start();
      await initialise(server.url);
      await server.stop();

      const procmond = session.start(['--bus', server.url], undefined, {
        program: 'apps/procmond/src/main.ts',
      });
      const says = (text: string) => () => procmond.log.find((row) => row['msg'] === text);
      await procmond.until('its source', says('source is healthy'));
      const away = procmond.log.filter((row) => String(row['msg']).startsWith('the bus does not'));
      expect(away).toHaveLength(1);
      await server.start();
      await procmond.until('the bus', says('the bus answers'));
      const since = ['--since', '5m', '--where', 'seq = 1', '--count', '1'];
      const tail = session.start(['tail', '--bus', server.url, ...since]);
      expect(await tail.exit()).toBe(0);

      await server.stop();
      await procmond.until('the outage', says('the bus is lost; reconnecting'));
      await server.start();
      await procmond.until('the bus again', says('the bus is back'));
      const live = session.start(['tail', '--bus', server.url, '--count', '1']);
      expect(await live.exit()).toBe(0);
      expect(await procmond.stop()).toBe(0);
      const drained = procmond.log.findLast((row) => row['msg'] === 'telemetry') ?? {};
      const { last_seq, stored, shed } = drained as Record<string, number>;
      expect(last_seq).toBe((stored ?? 0) + (shed ?? 0));
    },
    60_000,
  );
});

describe('deye collectors', () => {
  natsTest(
    'exits 3 when no server answers',
    async () => {
      server = await NatsServer.prepare(session.path(''));
      const listed = session.start(['collectors', '--bus', server.url]);
      expect(await listed.exit()).toBe(3);
      expect(listed.errorText).toMatch(/^deye: no bus answers: nats:\/\/127.0.0.1:\d+; .*\n$/m);
    },
    30_000,
  );
});
