import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Deye, temporaryDirectory } from '../src/deye.ts';

const directory = temporaryDirectory('commands');
const runtimeDirectory = path.join(directory.path, 'run');
mkdirSync(runtimeDirectory, { mode: 0o700 });
const alone = path.join(directory.path, 'alone');
mkdirSync(alone, { mode: 0o700 });

/** Tiers of Linux: which one it is depends on what the host allows. */
const tiers = /^(bpf|proc_connector|proc_scan)$/;

let up: Deye;

beforeAll(async () => {
  up = new Deye(['up'], { runtimeDirectory });
  await up.live();
}, 30_000);
afterAll(async () => {
  await up.stop();
  directory.remove();
});

describe('deye tail', () => {
  test('attaches to a running deye up, filters by subject and condition, and ends after --count', async () => {
    const tail = new Deye(
      [
        'tail',
        'deye.v1.events.process.started.>',
        '--where',
        "command_line = '/bin/sleep 2.3'",
        '--count',
        '1',
      ],
      { runtimeDirectory },
    );
    const spawned = setInterval(() => spawn('/bin/sleep', ['2.3'], { stdio: 'ignore' }), 700);
    expect(await tail.exit()).toBe(0);
    clearInterval(spawned);
    expect(tail.rows).toHaveLength(1);
    expect(tail.rows[0]).toMatchObject({
      type: 'process.started',
      command_line: '/bin/sleep 2.3',
      name: 'sleep',
    });
  }, 30_000);

  test('starts collectors itself when nothing runs', async () => {
    const tail = new Deye(['tail', '--count', '3'], { runtimeDirectory: alone });
    expect(await tail.exit()).toBe(0);
    expect(tail.rows).toHaveLength(3);
    expect(tail.rows[0]).toMatchObject({
      collector: 'procmond',
      source_tier: expect.stringMatching(tiers),
    });
  }, 30_000);

  test('refuses a condition with position, reason and what is allowed', async () => {
    const tail = new Deye(['tail', '--where', 'nmae = 1'], { runtimeDirectory });
    expect(await tail.exit()).toBe(2);
    expect(tail.errorText).toMatch(/^deye: .*1:1 CONDITION_UNKNOWN_COLUMN.*name.*\n$/);
  }, 30_000);
});

describe('deye collectors', () => {
  test('shows each collector with tier, health and account', async () => {
    const listed = new Deye(['collectors', '--json'], { runtimeDirectory });
    expect(await listed.exit()).toBe(0);
    expect(listed.rows).toHaveLength(1);
    expect(listed.rows[0]).toMatchObject({
      collector: 'procmond',
      health: 'healthy',
      durability: 'process',
      sources: [{ tier: { tier: expect.stringMatching(tiers) } }],
      analyses: [{ analysis: 'binary_hash' }],
    });
  }, 30_000);

  test('exits 3 with one sentence when nothing runs', async () => {
    const listed = new Deye(['collectors'], { runtimeDirectory: alone });
    expect(await listed.exit()).toBe(3);
    expect(listed.errorText).toMatch(/^deye: no bus answers.*deye up.*\n$/);
  }, 30_000);
});

describe('deye doctor', () => {
  test('prints one object a check, and names the tier of every collector', async () => {
    const doctor = new Deye(['doctor', '--json'], { runtimeDirectory: alone });
    const code = await doctor.exit();
    expect([0, 1]).toContain(code);
    const tier = doctor.rows.find((row) => row['check'] === 'procmond.tier');
    expect(tier).toMatchObject({ found: expect.stringMatching(/^(bpf|proc_\w+) \(tier [1-3]/) });
    expect(code).toBe(doctor.rows.some((row) => row['ok'] === false) ? 1 : 0);
  }, 30_000);
});

describe('deye', () => {
  test('exits 2 on an unknown command, and names the command line', async () => {
    const odd = new Deye(['uo'], { runtimeDirectory: alone });
    expect(await odd.exit()).toBe(2);
    expect(odd.errorText).toMatch(/unknown command 'uo'/);
  }, 30_000);
});
