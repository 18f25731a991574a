import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NatsServer, natsTest } from '../src/nats-server.ts';
import { Session } from '../src/session.ts';

const root = path.resolve(import.meta.dirname, '../..');

let session: Session;
let server: NatsServer | null;

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, 'tools/build.mjs')], { stdio: 'ignore' });
}, 30_000);
beforeEach(() => {
  session = new Session('nats-bundle');
  server = null;
});
afterEach(async () => {
  await session.end();
  await server?.stop();
});

const bundle = (app: string): string => path.join(root, 'apps', app, 'dist/bundle/main.mjs');

describe('npm run build', () => {
  test.each([
    ['cli', 'deye'],
    ['procmond', 'procmond'],
    ['trigger-service', 'trigger-service'],
  ])('makes a file of %s that says its usage', (app, name) => {
    const text = execFileSync(process.execPath, [bundle(app), '--help'], { encoding: 'utf8' });
    expect(text).toMatch(new RegExp(`^Usage: ${name} `));
  });

  natsTest(
    'makes files that run: the starter rules are found, system calls work, and the parts drain',
    async () => {
      server = await NatsServer.prepare(session.path(''));
      await server.start();
      const start = (app: string, ...args: readonly string[]) =>
        session.start([...args, '--bus', server?.url ?? ''], undefined, {
          program: `apps/${app}/dist/bundle/main.mjs`,
        });
      expect(await start('cli', 'bus', 'init').exit()).toBe(0);
      const triggers = start('trigger-service');
      const read = await triggers.until('rules', () =>
        triggers.log.find((row) => row['msg'] === 'rules are read'),
      );
      expect(read['rules']).toBeGreaterThan(5);
      const procmond = start('procmond');

      await procmond.until('its source', () =>
        procmond.log.find((row) => row['msg'] === 'source is healthy'),
      );
      const child = spawn('/bin/sleep', ['3'], { stdio: 'ignore' });
      const where = ['--where', `pid = ${child.pid}`, '--since', '1m', '--count', '1'];
      const tail = start('cli', 'tail', ...where);
      expect(await tail.exit()).toBe(0);
      expect(tail.rows[0]).toMatchObject({ type: 'process.started', name: 'sleep' });
      child.kill();
      await once(child, 'exit');
      expect(await procmond.stop()).toBe(0);
      expect(await triggers.stop()).toBe(0);
    },
    40_000,
  );
});
