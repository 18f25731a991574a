import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { NOBODY, isRoot } from '../src/as-root.ts';
import type { Deye, Row } from '../src/deye.ts';
import { natsTest, serverProgram } from '../src/nats-server.ts';
import { eventually, processesWith } from '../src/processes.ts';
import { Session } from '../src/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session('nats-up');
});
afterEach(() => session.end());

function startUp(uid?: number): Deye {
  const environment = { NATS_SERVER: serverProgram(session.path('')) };
  return session.start(['up', '--bus', 'nats'], uid, { environment });
}

async function alertOnCopiedBinary(up: Deye, uid?: number): Promise<Row> {
  const copy = session.path('copied-binary');
  copyFileSync('/bin/sleep', copy);
  chmodSync(copy, 0o755);
  const expected = execFileSync('sha256sum', [copy], { encoding: 'utf8' }).split(' ')[0];
  const begin = performance.now();
  const child = spawn(copy, ['3'], {
    stdio: 'ignore',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const isIt = (row: Row): boolean =>
    row['type'] === 'alert' && (row['event'] as Row)['pid'] === child.pid;
  const alert = await up.row('an alert', isIt, 6_000);
  const tookMs = performance.now() - begin;
  expect(alert).toMatchObject({
    event: { executable_path: copy, type: 'process.started', command_line: `${copy} 3` },
    results: [
      {
        analysis: 'binary_hash',
        status: 'completed',
        values: { executable_hash: expected, hash_algorithm: 'sha256' },
      },
    ],
  });
  expect(tookMs).toBeLessThan(3_000);
  child.kill();
  return alert;
}

/** Processes of a part on the server of `up`. */
function partsOf(up: Deye, ...names: readonly string[]): readonly number[] {
  return names.flatMap((name) => processesWith(`run ${name} --bus ${urlOf(up)}`));
}

function urlOf(up: Deye): string {
  return String(up.log.find((row) => 'url' in row)?.['url']);
}

const natsFiles = (): readonly number[] => processesWith(session.path('nats-server'));

describe('deye up --bus nats', () => {
  natsTest(
    'alerts within 3 s on a copied binary, lets others look on over NATS, drains on SIGTERM and leaves nothing behind',
    async () => {
      const up = startUp();
      await up.live();
      const alert = await alertOnCopiedBinary(up);

      const collectors = session.start(['collectors', '--json']);
      const traced = session.start(['trace', String(alert['alert']), '--json']);
      const tail = session.start(['tail', '--since', '5m', '--count', '3', '--json']);
      const second = session.start(['run', 'procmond']);
      expect(await collectors.exit()).toBe(0);
      expect(collectors.rows).toMatchObject([
        { collector: 'procmond', health: 'healthy', durability: 'async-R1' },
      ]);
      expect(await traced.exit()).toBe(0);
      expect(traced.rows.map((row) => row['type'])).toEqual(['process.started', 'result', 'alert']);
      expect(await tail.exit()).toBe(0);
      expect(tail.rows).toHaveLength(3);
      expect(await second.exit()).toBe(3);

      expect(await up.stop()).toBe(0);
      const ledger = up.rows.findLast((row) => row['type'] === 'ledger') as Record<string, number>;
      expect(ledger['last_seq']).toBe(
        (ledger['stored'] ?? 0) + (ledger['shed'] ?? 0) + (ledger['pending'] ?? 0),
      );
      expect(natsFiles()).toEqual([]);
      expect(partsOf(up, 'procmond', 'trigger-service')).toEqual([]);
    },
    30_000,
  );

  if (isRoot)
    natsTest(
      'does the same as nobody',
      async () => {
        const up = startUp(NOBODY);
        await up.live();
        await alertOnCopiedBinary(up, NOBODY);
        expect(await up.stop()).toBe(0);
      },
      30_000,
    );

  natsTest(
    'refuses a second instance by name, restarts a server and a part that are killed, and ends with its supervisor',
    async () => {
      const up = startUp();
      await up.live();
      const second = session.start(['run', 'procmond', '--bus', urlOf(up)]);
      expect(await second.exit()).toBe(2);
      expect(second.errorText).toMatch(
        /deye: a collector of this name runs on this host: .*\.procmond, pid \d+/,
      );

      for (const pid of natsFiles()) process.kill(pid, 'SIGKILL');
      const isBack = (row: Row): boolean => row['msg'] === 'the bus is back';
      await up.until('the server again, for all', () =>
        up.log.filter(isBack).length === 3 ? true : undefined,
      );
      await alertOnCopiedBinary(up);

      const [killed = 0] = partsOf(up, 'procmond');
      process.kill(killed, 'SIGKILL');
      const died = await up.until('a restart', () =>
        up.log.find((row) => row['part'] === 'procmond'),
      );
      expect(died).toMatchObject({ signal: 'SIGKILL', deaths: 1, delay_ms: 1_000 });
      const isNew = (row: Row): boolean =>
        row['name'] === 'procmond' && row['tier'] !== undefined && row['pid'] !== killed;
      await up.until('a new source', () => up.log.find(isNew), 6_000);
      const listed = session.start(['collectors', '--json']);
      expect(await listed.exit()).toBe(0);
      expect(listed.rows).toMatchObject([{ pid: partsOf(up, 'procmond')[0] }]);

      up.kill('SIGKILL');
      await eventually(
        'the end of all parts',
        () => [...natsFiles(), ...partsOf(up, 'procmond', 'trigger-service')].length === 0,
        10_000,
      );
    },
    40_000,
  );
});
