import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NOBODY, rootTest } from '../src/as-root.ts';
import type { Row } from '../src/deye.ts';
import { Session } from '../src/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session('first-light');
});
afterEach(() => session.end());

async function alertsOnCopiedBinary(uid: number | undefined): Promise<void> {
  const deye = session.start(['up'], uid);
  await deye.live();
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
  const alert = await deye.row('an alert', isIt, 6_000);
  const tookMs = performance.now() - begin;
  expect(alert).toMatchObject({
    severity: expect.any(String),
    event: { executable_path: copy, type: 'process.started', command_line: `${copy} 3` },
    results: [
      {
        analysis: 'binary_hash',
        status: 'completed',
        outcome: 'hashed',
        values: { executable_hash: expected, hash_algorithm: 'sha256' },
      },
    ],
  });
  expect(tookMs).toBeLessThan(3_000);
  child.kill();
}

describe('deye up', () => {
  test('alerts within 3 s on a copied binary, with the hash that sha256sum gives', async () => {
    await alertsOnCopiedBinary(undefined);
  }, 30_000);

  rootTest(
    'does the same as nobody',
    async () => {
      await alertsOnCopiedBinary(NOBODY);
    },
    30_000,
  );

  rootTest(
    'as nobody, names its tier and a command that gets a better one',
    async () => {
      const deye = session.start(['up'], NOBODY);
      const line = await deye.until('a line that names the tier', () =>
        deye.log.find((row) => 'tier' in row),
      );
      expect(line['tier']).toMatch(/^proc_(connector|scan)$/);
      expect(line['reason']).toMatch(/bpf: .*without CAP_BPF/);
      expect(line['remedy']).toEqual(expect.stringContaining('sudo'));
    },
    30_000,
  );

  test('reports the end of a process with its run time', async () => {
    const deye = session.start(['up']);
    await deye.live();
    const child = spawn('/bin/sleep', ['1.7'], { stdio: 'ignore' });
    const exited = await deye.row(
      'its exit',
      (row) => row['type'] === 'process.exited' && row['pid'] === child.pid,
    );
    // A scan of /proc does not see how a process ended.
    expect(exited['exit_code']).toBe(exited['source_tier'] === 'proc_scan' ? null : 0);
    expect(exited['run_time_ms']).toBeGreaterThanOrEqual(1_600);
    expect(exited['run_time_ms']).toBeLessThan(4_000);
  }, 30_000);

  test('drains on SIGTERM, ends with a ledger that adds up, and exits 0', async () => {
    const deye = session.start(['up']);
    await deye.live();
    expect(await deye.stop()).toBe(0);
    const ledger = deye.rows.findLast((row) => row['type'] === 'ledger');
    expect(ledger).toBeDefined();
    const { last_seq, stored, shed, pending } = ledger as Record<string, number>;
    expect(last_seq).toBe((stored ?? 0) + (shed ?? 0) + (pending ?? 0));
    const seqs = deye.rows
      .filter((row) => row['collector'] === 'procmond')
      .map((row) => Number(row['seq']));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, i) => i + 1));
  }, 30_000);

  test('drains and exits 0 when the reader of stdout has gone', async () => {
    const deye = session.start(['up']);
    await deye.live();
    deye.closeStdout();
    expect(await deye.exit()).toBe(0);
  }, 60_000);

  test('refuses a second instance of the same user with one sentence', async () => {
    const first = session.start(['up']);
    await first.live();
    const second = session.start(['up']);
    expect(await second.exit()).toBe(2);
    expect(second.errorText).toMatch(
      /^deye: a collector of this name runs on this host: deye up answers on .*\n$/,
    );
    expect(first.rows.length).toBeGreaterThan(0);
  }, 30_000);
});
