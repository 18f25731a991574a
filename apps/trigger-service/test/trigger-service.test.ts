import { rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AnalysisOutcome } from '@daemoneye/collector-core';
import { RunningTriggers } from './fixture/running-triggers.ts';
import { after, processEvent } from './fixture/process-event.ts';

const evil = `id: evil
title: Evil
severity: high
when: name = 'evil'
analyze: [binary_hash]
`;
const hashed: AnalysisOutcome = {
  outcome: 'hashed',
  values: { executable_hash: 'ab'.repeat(32) },
  process_key: '0badcafe-4242-360000',
  path: '/tmp/evil',
};
const evilEvent = processEvent({ name: 'evil', executable_path: '/tmp/evil' });

let running: RunningTriggers;
afterEach(() => running.dispose());

async function start(
  rules: Readonly<Record<string, string>>,
  settings = {},
): Promise<RunningTriggers> {
  running = new RunningTriggers(rules, settings);
  await running.start();
  return running;
}

function told(): unknown[] {
  return running.alerts.map(({ revision, count, results, pending }) => ({
    revision,
    count,
    results: results.map(({ outcome, error }) => error ?? outcome),
    pending,
  }));
}

describe('triggerService', () => {
  test('publishes one alert with the result when the analysis ends within the wait', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(async ({ target }) => {
      expect(target).toEqual({
        event: 'web-0badcafe:procmond:e1:1',
        process: {
          pid: 4_242,
          start_boottime: 3_600_000_000_000n,
          boot_id: '0badcafe',
          key: '0badcafe-4242-360000',
        },
        path: '/tmp/evil',
      });
      await running.clock.sleep(500);
      return hashed;
    });
    await running.emit(evilEvent, processEvent({ seq: 2 }));
    expect(running.alerts).toEqual([]);
    await running.clock.advance(500);
    expect(running.alerts).toEqual([
      {
        alert: expect.stringMatching(/^[0-9a-f]{32}$/),
        revision: 1,
        rule: 'evil',
        title: 'Evil',
        description: null,
        severity: 'high',
        tags: [],
        time: evilEvent.time,
        host: 'web-0badcafe',
        host_name: 'web',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        count: 1,
        first_time: evilEvent.time,
        last_time: evilEvent.time,
        event: evilEvent,
        results: [
          expect.objectContaining({ analysis: 'binary_hash', status: 'completed', ...hashed }),
        ],
        pending: [],
      },
    ]);
    const { alert = '' } = running.alerts[0] ?? {};
    expect(await running.bus.lastOn(`deye.v1.alerts.high.evil.${alert}`)).toMatchObject({
      sequence: 1,
    });
    expect(await running.metrics.text()).toContain('deye_alerts_total{severity="high"} 1');
  });

  test('publishes after the wait without the result, and again as revision 2 when it comes', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(async () => {
      await running.clock.sleep(3_000);
      return hashed;
    });
    await running.emit(evilEvent);
    await running.clock.advance(1_999);
    expect(told()).toEqual([]);
    await running.clock.advance(51);
    expect(told()).toEqual([{ revision: 1, count: 1, results: [], pending: ['binary_hash'] }]);
    await running.clock.advance(1_000);
    expect(told().slice(1)).toEqual([{ revision: 2, count: 1, results: ['hashed'], pending: [] }]);
  });

  test('alerts at once and says why when nobody offers the analysis', async () => {
    await start({ 'evil.yml': evil });
    await running.emit(evilEvent);
    await running.emit(processEvent({ name: 'evil', seq: 2, process_key: '0badcafe-5-5' }));
    const expected = { revision: 1, count: 1, results: ['TASK_NO_COLLECTOR'], pending: [] };
    expect(told()).toEqual([expected, expected]);
    const lines = running.log
      .messages('warn')
      .filter((line) => line.includes('no collector offers'));
    expect(lines).toHaveLength(1);
  });

  test('says in the alert that an analysis is beyond the limit', async () => {
    await start({ 'evil.yml': evil }, { maxOutstandingAnalyses: 1 });
    await running.serve(() => new Promise(() => undefined));
    await running.emit(
      evilEvent,
      processEvent({ name: 'evil', seq: 2, process_key: '0badcafe-5-5' }),
    );
    expect(told()).toEqual([{ revision: 1, count: 1, results: ['TASK_LIMIT'], pending: [] }]);
  });

  test('raises the count for repeats and republishes once per 10 s', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(() => Promise.resolve(hashed));
    await running.emit(evilEvent);
    for (let seq = 2; seq <= 6; seq += 1)
      await running.emit(processEvent({ name: 'evil', seq, time: after(seq) }));
    await running.emit(processEvent({ name: 'evil', seq: 6, time: after(6) }));
    await running.clock.advance(10_050);
    expect(told()).toEqual([
      { revision: 1, count: 1, results: ['hashed'], pending: [] },
      { revision: 2, count: 6, results: ['hashed'], pending: [] },
    ]);
    await running.clock.advance(60_000);
    expect(running.alerts).toHaveLength(2);
    expect(await running.metrics.text()).toContain('deye_alerts_suppressed_total 5');
  });

  test('publishes an alert that the stream holds already no second time, and goes on from it', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(() => Promise.resolve(hashed));
    await running.emit(evilEvent);
    const [first] = running.alerts;
    await running.stop();
    const former = running.bus;
    const again = new RunningTriggers({ 'evil.yml': evil });
    Object.assign(again, { bus: former, clock: running.clock });
    await again.start();
    await again.emit(evilEvent);
    await again.emit(processEvent({ name: 'evil', seq: 2, time: after(1) }));
    await again.clock.advance(10_050);
    const last = await former.lastOn(`deye.v1.alerts.high.evil.${first?.alert ?? ''}`);
    expect(last).toMatchObject({ sequence: 2, payload: { body: { revision: 2, count: 2 } } });
    await again.stop();
    rmSync(again.directory, { recursive: true });
  });

  test('runs the other rules when one is refused, and says which and why', async () => {
    await start({
      'bad.yml': evil.replace('name =', 'nmae ='),
      'evil.yml': evil,
      'twin.yml': evil,
    });
    await running.emit(evilEvent);
    expect(running.alerts).toHaveLength(1);
    const refused = running.definition.ruleStates().filter(({ state }) => state === 'refused');
    expect(refused.map(({ file, code }) => [file, code])).toEqual([
      ['bad.yml', 'CONDITION_UNKNOWN_COLUMN'],
      ['twin.yml', 'RULE_DUPLICATE_ID'],
    ]);
    const lines = running.log
      .messages('warn')
      .filter((line) => line.startsWith('a rule is refused'));
    expect(lines).toEqual([
      expect.stringContaining('bad.yml:4:7'),
      expect.stringContaining('twin.yml:1:1'),
    ]);
  });

  test('does not start without its rules directory', async () => {
    running = new RunningTriggers({});
    rmSync(running.directory, { recursive: true });
    await expect(running.start()).rejects.toMatchObject({ code: 'RULES_DIRECTORY_MISSING' });
    running = await start({});
  });

  test('says which rules cannot fire within a beat of a changed announcement', async () => {
    await start({
      'evil.yml': evil,
      'memfd.yml': 'id: m\ntitle: M\nseverity: low\nwhen: is_memfd = 1\n',
    });
    const states = (): unknown =>
      running.definition.ruleStates().map(({ rule, state }) => [rule, state]);
    expect(running.log.messages('warn')).toEqual([]);
    await running.announce();
    await running.clock.advance(2_000);
    expect(states()).toEqual([
      ['evil', 'active'],
      ['m', 'cannot_fire'],
    ]);
    await running.announce({ columns: { process_events: ['name', 'is_memfd'] } });
    await running.clock.advance(2_000);
    expect(states()).toEqual([
      ['evil', 'active'],
      ['m', 'active'],
    ]);
    expect(running.log.messages('warn')).toEqual(['a rule cannot fire']);
    expect(running.log.messages('info')).toContain('a rule can fire again');
    const keys = await running.bus.keyValue('deye_capabilities');
    await keys.delete('web-0badcafe.procmond');
    await running.clock.advance(10_000);
    expect(states()).toEqual([
      ['evil', 'cannot_fire'],
      ['m', 'cannot_fire'],
    ]);
  });

  test('says that no rule can fire when no collector is there after a beat', async () => {
    await start({ 'evil.yml': evil });
    await running.clock.advance(10_000);
    expect(running.log.messages('warn')).toEqual(['a rule cannot fire']);
  });

  test('goes on after malformed events and foreign messages', async () => {
    await start({ 'evil.yml': evil });
    const bad = { ...processEvent({ seq: 1 }), time: 'yesterday' } as never;
    await running.emit(bad, processEvent({ name: 'evil', seq: 2 }));
    const subject = 'deye.v1.events.process.started.web-0badcafe.other';
    const letter = { stream: 's', subject, sequence: 1, deliveries: 1, reason: 'r', time: 0n };
    const body = { ...letter, payload: null };
    await running.bus.publish({ subject, payload: { kind: 'dead_letter', body } });
    await running.emit(processEvent({ name: 'evil', seq: 3, process_key: '0badcafe-5-5' }));
    expect(running.alerts).toHaveLength(2);
    expect(await running.metrics.text()).toContain('deye_rules_events_malformed_total 1');
  });

  test('drains: waits for analyses, publishes open alerts and acknowledges', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(() => new Promise(() => undefined));
    await running.emit(evilEvent);
    const began = running.clock.monotonicMs();
    await running.stop();
    expect(told()).toEqual([{ revision: 1, count: 1, results: ['TASK_ABANDONED'], pending: [] }]);
    expect(running.clock.monotonicMs() - began).toBeLessThanOrEqual(2_100);
    expect(await running.acked()).toBe(1);
  });

  test('acknowledges a batch once its alerts are stored', async () => {
    await start({ 'evil.yml': evil });
    await running.serve(() => new Promise(() => undefined));
    await running.emit(evilEvent);
    await running.emit(processEvent({ seq: 2 }));
    expect(await running.acked()).toBe(1);
    await running.clock.advance(2_050);
    expect(await running.acked()).toBe(2);
  });

  test('evaluates at drain what is stored already', async () => {
    await start({ 'evil.yml': evil.replace('analyze: [binary_hash]\n', '') });
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
    const emitted = numbers.map((seq) =>
      running.emit(processEvent({ name: 'evil', seq, process_key: `0badcafe-${seq}-5` })),
    );
    await Promise.all([...emitted, running.stop()]);
    expect(running.alerts).toHaveLength(300);
    expect(await running.acked()).toBe(300);
  });
});
