import { describe, expect, test } from '@jest/globals';
import { RuleWindows } from '../../src/match/rule-windows.ts';
import { after, processEvent } from '../fixture/process-event.ts';
import { evilRule, ruleOf, windowed } from '../fixture/rule.ts';

const rule = windowed(evilRule);
const other = windowed(ruleOf('{ id: other, title: O, severity: low, when: pid > 0 }'));
const reading = { nowMs: Number(after(0)) / 1e6, bootMs: 0 };

describe('RuleWindows', () => {
  test('fires for every event of a rule without a window', () => {
    const windows = new RuleWindows(9);
    const fired = [1, 2].map((seq) => windows.take(evilRule, processEvent({ seq }), reading));
    expect(fired).toEqual([{ group: null }, { group: null }]);
    expect(windows.counters().size).toBe(0);
  });

  test('counts each rule by itself and fires for the group that crosses', () => {
    const windows = new RuleWindows(9);
    const users = [0, 0, 7, 0, 0];
    const fired = users.map((user_id) => windows.take(rule, processEvent({ user_id }), reading));
    expect(fired.map((one) => one?.group ?? null)).toEqual([null, null, null, [0], null]);
    expect(windows.take(other, processEvent({ user_id: 0 }), reading)).toBeNull();
  });

  test('tells what each window could not use', () => {
    const windows = new RuleWindows(1);
    const times = [after(0), after(-5), after(-6)];
    for (const time of times) windows.take(rule, processEvent({ user_id: 0, time }), reading);
    windows.take(rule, processEvent({ user_id: null }), reading);
    windows.take(rule, processEvent({ user_id: 1, time: after(9) }), reading);
    expect(windows.counters()).toEqual(
      new Map([['evil', { late: 1, skipped: 1, clamped: 1, evicted: 1 }]]),
    );
  });
});
