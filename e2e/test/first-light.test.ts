import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NOBODY, rootTest } from '../src/as-root.ts';
import { Deye, temporaryDirectory } from '../src/deye.ts';
import type { Row } from '../src/deye.ts';

const isRoot = process.getuid?.() === 0;

let directory: ReturnType<typeof temporaryDirectory>;
let running: Deye[];

beforeEach(() => {
  directory = temporaryDirectory('first-light');
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((deye) => deye.stop()));
  directory.remove();
});

function runtimeFor(uid: number): string {
  const made = path.join(directory.path, `run-${uid}`);
  mkdirSync(made, { mode: 0o700, recursive: true });
  if (isRoot) chownSync(made, uid, uid);
  return made;
}

function start(args: readonly string[], uid?: number): Deye {
  const deye = new Deye(args, {
    runtimeDirectory: runtimeFor(uid ?? process.getuid?.() ?? 0),
    ...(uid === undefined ? {} : { uid }),
  });
  running.push(deye);
  return deye;
}

async function alertsOnCopiedBinary(uid: number | undefined): Promise<void> {
  const deye = start(['up'], uid);
  await deye.live();
  const copy = path.join(directory.path, 'copied-binary');
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
      const deye = start(['up'], NOBODY);
      const line = await deye.until('a line that names the tier', () =>
        deye.log.find((row) => 'tier' in row),
      );
      expect(line['tier']).toBe('proc_scan');
      expect(line['reason']).toEqual(expect.any(String));
      expect(line['remedy']).toEqual(expect.stringContaining('sudo'));
    },
    30_000,
  );

  test('reports the end of a process with its run time', async () => {
    const deye = start(['up']);
    await deye.live();
    const child = spawn('/bin/sleep', ['1.7'], { stdio: 'ignore' });
    const exited = await deye.row(
      'its exit',
      (row) => row['type'] === 'process.exited' && row['pid'] === child.pid,
    );
    expect(exited['run_time_ms']).toBeGreaterThanOrEqual(1_600);
    expect(exited['run_time_ms']).toBeLessThan(4_000);
  }, 30_000);

  test('drains on SIGTERM, ends with a ledger that adds up, and exits 0', async () => {
    const deye = start(['up']);
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
    const deye = start(['up']);
    await deye.live();
    deye.closeStdout();
    expect(await deye.exit()).toBe(0);
  }, 60_000);

  test('refuses a second instance of the same user with one sentence', async () => {
    const first = start(['up']);
    await first.live();
    const second = start(['up']);
    expect(await second.exit()).toBe(2);
    expect(second.errorText).toMatch(
      /^deye: a collector of this name runs on this host: deye up answers on .*\n$/,
    );
    expect(first.rows.length).toBeGreaterThan(0);
  }, 30_000);
});

describe('deye up, given bad input', () => {
  async function refusal(args: readonly string[], uid?: number): Promise<string> {
    const deye = start(['up', ...args], uid);
    expect(await deye.exit()).toBe(2);
    expect(deye.rows).toEqual([]);
    return deye.errorText
      .split('\n')
      .filter((line) => line.startsWith('deye: '))
      .join('\n');
  }

  test('names a rules directory that is missing', async () => {
    const missing = path.join(directory.path, 'no-such-rules');
    expect(await refusal(['--set', `rules.directory=${missing}`])).toContain(missing);
  }, 30_000);

  rootTest(
    'names a rules directory that cannot be read',
    async () => {
      const closed = path.join(directory.path, 'closed-rules');
      mkdirSync(closed, { mode: 0o700 });
      expect(await refusal(['--set', `rules.directory=${closed}`], NOBODY)).toContain(closed);
    },
    30_000,
  );

  test('runs the other rules when one is bad, and says what is wrong with it', async () => {
    const rules = path.join(directory.path, 'rules');
    mkdirSync(rules);
    writeFileSync(
      path.join(rules, 'bad.yml'),
      'id: bad\ntitle: Bad\nseverity: low\nwhen: nmae = 1\n',
    );
    writeFileSync(
      path.join(rules, 'good.yml'),
      "id: good\ntitle: Good\nseverity: low\nwhen: command_line = '/bin/sleep 1.9'\n",
    );
    const deye = start(['up', '--set', `rules.directory=${rules}`]);
    await deye.live();
    const told = await deye.until('the refusal', () =>
      deye.log.find((row) => JSON.stringify(row).includes('bad.yml')),
    );
    expect(JSON.stringify(told)).toMatch(/CONDITION_UNKNOWN_COLUMN/);
    const child = spawn('/bin/sleep', ['1.9'], { stdio: 'ignore' });
    const alert = await deye.row('the good rule', (row) => row['rule'] === 'good');
    expect((alert['event'] as Row)['pid']).toBe(child.pid);
  }, 30_000);

  test('names field, value and what is allowed for a wrong type', async () => {
    const config = path.join(directory.path, 'config.yaml');
    writeFileSync(config, 'procmond:\n  scanIntervalMs: soon\n');
    const told = await refusal(['--config', config]);
    expect(told).toContain('procmond.scanIntervalMs');
    expect(told).toContain('soon');
    expect(told).toContain(config);
  }, 30_000);

  test('names an unknown key and the nearest known one', async () => {
    const told = await refusal(['--set', 'procmond.scanIntervallMs=5']);
    expect(told).toContain('procmond.scanIntervallMs');
    expect(told).toContain('scanIntervalMs');
  }, 30_000);

  test('names parts that exist when --only names none of them', async () => {
    expect(await refusal(['--only', 'procmon'])).toContain('procmond');
  }, 30_000);
});
