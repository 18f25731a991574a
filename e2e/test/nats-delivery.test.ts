import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Deye } from '../src/deye.ts';
import { NatsServer, natsTest } from '../src/nats-server.ts';
import { eventually } from '../src/processes.ts';
import { Session } from '../src/session.ts';

let session: Session;
let server: NatsServer | null;

beforeEach(() => {
  session = new Session('nats-delivery');
  server = null;
});
afterEach(async () => {
  await session.end();
  await server?.stop();
});

/** A server with the streams of the suite. */
async function initialised(): Promise<NatsServer> {
  server = await NatsServer.prepare(session.path(''));
  await server.start();
  const made = session.start(['bus', 'init', '--bus', server.url]);
  expect(await made.exit()).toBe(0);
  return server;
}

const program = (name: string): { program: string } => ({ program: `e2e/src/${name}.ts` });

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

describe('events across processes', () => {
  natsTest(
    '100 000 arrive, each once and in the order of their collector, also at a subscriber that is killed in between',
    async () => {
      const { url } = await initialised();
      const each = 50_000;
      const file = session.path('events');
      const subscribe = (): Deye =>
        session.start([url, file], undefined, program('recording-subscriber'));
      const first = subscribe();
      for (const name of ['alpha', 'beta'])
        session.start([url, name, String(each)], undefined, program('synthetic-collector'));
      const recorded = (bytes: number) => () => existsSync(file) && statSync(file).size > bytes;
      await eventually('a part of the events', recorded(500_000), 20_000);
      first.kill('SIGKILL');
      await first.exit();
      expect(linesOf(file).length).toBeLessThan(2 * each);
      subscribe();
      await eventually('all events', () => linesOf(file).length >= 2 * each, 40_000);
      for (const name of ['alpha', 'beta']) {
        const seqs = linesOf(file)
          .filter((line) => line.startsWith(`${name} `))
          .map((line) => Number(line.split(' ')[2]));
        expect(seqs).toEqual(Array.from({ length: each }, (_, index) => index + 1));
      }
    },
    60_000,
  );
});

describe('proto/daemoneye/v1', () => {
  natsTest(
    'is enough for a program in another language to read the events',
    async () => {
      const { url } = await initialised();
      const procmond = session.start(['--bus', url], undefined, {
        program: 'apps/procmond/src/main.ts',
      });
      const subject = 'deye.v1.events.process.snapshot.>';
      const tail = session.start(['tail', subject, '--bus', url, '--since', '1m', '--count', '20']);
      expect(await tail.exit()).toBe(0);
      const printed = execFileSync(
        'python3',
        [
          path.resolve(import.meta.dirname, '../src/subscriber.py'),
          new URL(url).port,
          path.resolve(import.meta.dirname, '../../proto/daemoneye/v1'),
          '20',
        ],
        { encoding: 'utf8', timeout: 20_000 },
      );
      const rows = printed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const keys = ['collector', 'epoch', 'seq', 'type', 'pid', 'name'];
      const pick = (row: Readonly<Record<string, unknown>>): unknown[] =>
        keys.map((key) => row[key]);
      expect(rows.map(pick)).toEqual(tail.rows.map(pick));
      expect(rows[0]?.['subject']).toMatch(
        /^deye\.v1\.events\.process\.snapshot\.[\w-]+\.procmond$/,
      );
      expect(await procmond.stop()).toBe(0);
    },
    40_000,
  );
});
