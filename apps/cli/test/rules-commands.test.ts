import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CollectionEvent } from '@daemoneye/collector-core';
import type { ProcessEvent } from '@daemoneye/collector-core';
import { toJsonRow } from '@daemoneye/detection';
import { DeyeBench } from './fake-io.ts';

const bench = new DeyeBench();
const place = (name: string): string => path.join(bench.directory, name);

const evil = `id: evil
title: "Evil \\u009b31m"
severity: high
on: [process.started, process.exited]
when: name = 'evil' AND host <> 'x'
`;
const stamp = { host: 'h-0badcafe', host_name: 'h', collector: 'procmond', epoch: 'e', seq: 1 };

function row(name: string, type: ProcessEvent['type'] = 'process.started'): string {
  const time = 1_700_000_000_000_000_000n;
  const draft = CollectionEvent.process({ type, time, pid: 7, name, source_tier: 'proc_scan' });
  return JSON.stringify(toJsonRow('process_events', { ...draft, ...stamp }));
}

beforeAll(() => {
  writeFileSync(place('evil.yml'), evil);
  writeFileSync(place('bad.yml'), evil.replace("name = 'evil'", 'nmae = 1'));
  const alert = JSON.stringify({ type: 'alert', rule: 'evil' });
  const lines = [
    row('good'),
    alert,
    '',
    row('evil'),
    row('evil', 'process.snapshot'),
    row('evil', 'process.exited'),
  ];
  writeFileSync(place('events.ndjson'), lines.join('\n'));
  writeFileSync(
    place('raw.ndjson'),
    '{"name":"evil","host":"y"}\n{"name":"evil"}\n{"Image":"x"}\n',
  );
  writeFileSync(place('odd.ndjson'), row('evil').replace('{', '{"\\u001b[2J":1,'));
  writeFileSync(place('broken.ndjson'), `${row('evil')}\n{"name"`);
});
afterAll(() => bench.dispose());

describe('deye rules lint', () => {
  test('prints a JSON object for each rule', async () => {
    const { code, stdout } = await bench.run(['rules', 'lint', place('evil.yml'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      rule: 'evil',
      file: place('evil.yml'),
      line: 1,
      ok: true,
      kind: 'condition',
      needs: ['process_events.name'],
      errors: [],
    });
  });

  test('ends with 1 when a rule is refused, and says where and why', async () => {
    const { code, stdout } = await bench.run([
      'rules',
      'lint',
      place('bad.yml'),
      place('none.yml'),
      '--json',
    ]);
    expect(code).toBe(1);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        rule: 'evil',
        file: place('bad.yml'),
        ok: false,
        kind: null,
        needs: [],
        errors: [{ code: 'CONDITION_UNKNOWN_COLUMN', line: 5, column: 7 }],
      },
      {
        rule: null,
        file: place('none.yml'),
        ok: false,
        errors: [{ code: 'RULE_FILE_UNREADABLE' }],
      },
    ]);
  });

  test('prints a line for people, with colour only on a terminal that wants it', async () => {
    const args = ['rules', 'lint', place('evil.yml')];
    const plain = `ok   ${place('evil.yml')}:1 evil (condition)\n`;
    expect((await bench.run(args)).stdout).toBe(plain);
    const NO_COLOR = '1';
    expect((await bench.run(args, { isTTY: true, environment: { NO_COLOR } })).stdout).toBe(plain);
    expect((await bench.run(args, { isTTY: true })).stdout).toBe(
      plain.replace('ok  ', '\u001b[32mok  \u001b[39m'),
    );
  });
});

describe('deye rules test', () => {
  test('prints a line for each match, with the position of the event from 0', async () => {
    const { code, stdout, stderr } = await bench.run([
      'rules',
      'test',
      place('evil.yml'),
      '--events',
      place('events.ndjson'),
      '--expect-match',
    ]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(
      [2, 4].map((event_index) => ({
        rule_id: 'evil',
        title: 'Evil \u009b31m',
        level: 'high',
        event_index,
      })),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('gives every rule every object with --raw', async () => {
    const args = ['rules', 'test', place('evil.yml'), '--events', place('raw.ndjson'), '--raw'];
    const { stdout } = await bench.run(args);
    expect(JSON.parse(stdout)).toMatchObject({ rule_id: 'evil', event_index: 0 });
  });

  test('escapes what comes from rules on a terminal', async () => {
    const args = ['rules', 'test', place('evil.yml'), '--events', place('raw.ndjson'), '--raw'];
    const environment = { NO_COLOR: '1' };
    const { stdout } = await bench.run(args, { isTTY: true, environment });
    expect(stdout).toBe('event 0 high evil Evil \\x9b31m\n');
  });

  test('fires a rule with a window as it would have fired', async () => {
    const window = 'GROUP BY name HAVING count(*) >= 2 WITHIN 10 SECONDS';
    writeFileSync(place('window.yml'), evil.replace(/ AND host.*/, ` ${window}`));
    const args = ['rules', 'test', place('window.yml'), '--events', place('events.ndjson')];
    const { stdout } = await bench.run(args);
    expect(JSON.parse(stdout)).toMatchObject({ rule_id: 'evil', event_index: 4 });
    const lint = await bench.run(['rules', 'lint', place('window.yml')]);
    expect(lint.stdout).toBe(`ok   ${place('window.yml')}:1 evil (window)\n`);
    const explain = await bench.run(['rules', 'explain', place('window.yml')]);
    expect(explain.stdout).toContain(`\nwindow     ${window}\n`);
  });

  test.each([
    ['--expect-match', 'raw.ndjson', 0, ''],
    ['--expect-none', 'raw.ndjson', 1, 'deye: 1 matches\n'],
    ['--expect-match', 'none.ndjson', 1, 'deye: no event matches\n'],
    ['--expect-none', 'none.ndjson', 0, ''],
  ])('with %s on %s ends with %d', async (expectation, file, code, stderr) => {
    writeFileSync(place('none.ndjson'), '{"name":"good"}\n');
    const args = ['rules', 'test', place('evil.yml'), '--events', place(file), '--raw'];
    expect(await bench.run([...args, expectation])).toMatchObject({ code, stderr });
  });

  test.each([
    ['a line that is no JSON', 'broken.ndjson', ':2 is no JSON'],
    ['a row without type', 'raw.ndjson', ':1 has no type'],
    ['a key that is no column', 'odd.ndjson', ':1 ROW_UNKNOWN_COLUMN \\x1b[2J process_events has'],
    ['a file that is not there', 'nowhere.ndjson', 'ENOENT'],
  ])('refuses %s', async (_what, file, reason) => {
    const args = ['rules', 'test', place('evil.yml'), '--events', place(file)];
    const { code, stderr } = await bench.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  test('ends with 1 when a rule of the path is refused', async () => {
    const args = ['rules', 'test', place('bad.yml'), '--events', place('events.ndjson')];
    const { code, stderr } = await bench.run(args);
    expect(code).toBe(1);
    expect(stderr).toContain('CONDITION_UNKNOWN_COLUMN');
  });
});

describe('deye rules explain', () => {
  test('says what a rule of a file reads and what it costs', async () => {
    const { code, stdout } = await bench.run(['rules', 'explain', place('evil.yml'), '--json']);
    expect(code).toBe(0);
    const { cost_ns, ...told } = JSON.parse(stdout) as { readonly cost_ns: number };
    expect(told).toEqual({
      rule: 'evil',
      title: 'Evil \u009b31m',
      file: place('evil.yml'),
      line: 1,
      severity: 'high',
      kind: 'condition',
      table: 'process_events',
      on: ['process.started', 'process.exited'],
      columns: ['name', 'host'],
      needs: ['process_events.name'],
      condition: "name = 'evil' AND host <> 'x'",
      window: null,
      plan: "name = 'evil' AND host <> 'x'",
      analyze: [],
      state: null,
      reason: null,
    });
    expect(cost_ns).toBeGreaterThanOrEqual(0);
    expect(cost_ns).toBeLessThan(100_000);
  });

  test('finds a rule of the configured directory by its id', async () => {
    const { code, stdout } = await bench.run(['rules', 'explain', 'exec-from-memfd']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rule {7}exec-from-memfd\n/);
    expect(stdout).toContain('\nstate      not known: nothing runs that could say it\n');
    expect(stdout).toMatch(/\ncost {7}\d+ ns per evaluation, on sample rows\n$/);
  });

  test('refuses an id that no rule has', async () => {
    const { code, stderr } = await bench.run(['rules', 'explain', 'no-such-rule']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such rule: no-such-rule in ');
  });
});

describe('deye rules list', () => {
  test('ends with 3 when nothing runs', async () => {
    const { code, stderr } = await bench.run(['rules', 'list']);
    expect(code).toBe(3);
    expect(stderr).toContain('no bus answers: deye up does not run');
  });
});

describe('deye rules', () => {
  test.each(['lint', 'explain', 'test', 'list'])('%s has help with an example', async (name) => {
    const { code, stdout } = await bench.run(['rules', name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`\nExample: deye rules ${name}`);
  });
});
