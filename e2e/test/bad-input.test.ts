import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NOBODY, rootTest } from '../src/as-root.ts';
import type { Row } from '../src/deye.ts';
import { Session } from '../src/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session('bad-input');
});
afterEach(() => session.end());

describe('deye up, given bad input', () => {
  async function refusal(args: readonly string[], uid?: number): Promise<string> {
    const deye = session.start(['up', ...args], uid);
    expect(await deye.exit()).toBe(2);
    expect(deye.rows).toEqual([]);
    return deye.errorText
      .split('\n')
      .filter((line) => line.startsWith('deye: '))
      .join('\n');
  }

  test('names a rules directory that is missing', async () => {
    const missing = session.path('no-such-rules');
    expect(await refusal(['--set', `rules.directory=${missing}`])).toContain(missing);
  }, 30_000);

  rootTest(
    'names a rules directory that cannot be read',
    async () => {
      const closed = session.path('closed-rules');
      mkdirSync(closed, { mode: 0o700 });
      expect(await refusal(['--set', `rules.directory=${closed}`], NOBODY)).toContain(closed);
    },
    30_000,
  );

  test('runs the other rules when one is bad, and says what is wrong with it', async () => {
    const rules = session.path('rules');
    mkdirSync(rules);
    writeFileSync(
      path.join(rules, 'bad.yml'),
      'id: bad\ntitle: Bad\nseverity: low\nwhen: nmae = 1\n',
    );
    writeFileSync(
      path.join(rules, 'good.yml'),
      "id: good\ntitle: Good\nseverity: low\nwhen: command_line = '/bin/sleep 1.9'\n",
    );
    const deye = session.start(['up', '--set', `rules.directory=${rules}`]);
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
    const config = session.path('config.yaml');
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
