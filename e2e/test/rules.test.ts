import { writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Deye, temporaryDirectory } from '../src/deye.ts';

const directory = temporaryDirectory('rules');
const runtimeDirectory = directory.path;
const rules = path.join(directory.path, 'sleeps.yml');
const events = path.join(directory.path, 'events.ndjson');

let up: Deye;

beforeAll(async () => {
  writeFileSync(
    rules,
    "id: sleeps\ntitle: Sleeps\nseverity: low\nwhen: command_line = '/bin/sleep 2.917'\n",
  );
  up = new Deye(['up', '--set', `rules.directory=${directory.path}`], { runtimeDirectory });
  await up.live();
}, 30_000);
afterAll(async () => {
  await up.stop();
  directory.remove();
});

async function ran(...args: readonly string[]): Promise<{ code: number; rows: Deye['rows'] }> {
  const deye = new Deye(args, { runtimeDirectory });
  return { code: await deye.exit(), rows: deye.rows };
}

describe('deye rules', () => {
  test('lists the rules of a running deye up with their states', async () => {
    // A state follows the announcements of collectors within a beat.
    const until = Date.now() + 20_000;
    let listed = await ran('rules', 'list', '--json');
    while (listed.code !== 0 && Date.now() < until) listed = await ran('rules', 'list', '--json');
    expect(listed).toMatchObject({
      code: 0,
      rows: [{ rule: 'sleeps', file: 'sleeps.yml', state: 'active', reason: null }],
    });
  }, 30_000);

  test('explains a rule with the state that it has beside a running deye up', async () => {
    const { code, rows } = await ran('rules', 'explain', 'exec-from-memfd', '--json');
    expect({ code, rows }).toMatchObject({
      code: 0,
      rows: [{ rule: 'exec-from-memfd', state: 'active', table: 'process_events' }],
    });
  }, 30_000);

  test('finds in the printed events what the rule is for', async () => {
    const tail = new Deye(
      [
        'tail',
        'deye.v1.events.process.started.>',
        '--json',
        '--where',
        "command_line = '/bin/sleep 2.917'",
        '--count',
        '1',
      ],
      { runtimeDirectory },
    );
    const spawned = setInterval(() => spawn('/bin/sleep', ['2.917'], { stdio: 'ignore' }), 700);
    expect(await tail.exit()).toBe(0);
    clearInterval(spawned);
    writeFileSync(events, tail.rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(await ran('rules', 'lint', rules, '--json')).toMatchObject({
      code: 0,
      rows: [{ ok: true }],
    });
    expect(await ran('rules', 'test', rules, '--events', events, '--expect-match')).toEqual({
      code: 0,
      rows: [{ rule_id: 'sleeps', title: 'Sleeps', level: 'low', event_index: 0 }],
    });
  }, 30_000);
});
