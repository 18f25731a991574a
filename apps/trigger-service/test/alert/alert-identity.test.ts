import { describe, expect, test } from '@jest/globals';
import { alertIdOf, fingerprintOf } from '../../src/alert/alert-identity.ts';
import { processEvent } from '../fixture/process-event.ts';
import { evilRule, ruleOf } from '../fixture/rule.ts';

const changed = { ...evilRule, version: '0000000000000000' };
const other = ruleOf('{ id: other, title: O, severity: low, when: pid = 1 }');

describe('alertIdOf', () => {
  test('is the same for the same rule and event', () => {
    expect(alertIdOf(evilRule, processEvent())).toBe(alertIdOf({ ...evilRule }, processEvent()));
    expect(alertIdOf(evilRule, processEvent())).toMatch(/^[0-9a-f]{32}$/);
  });

  test('differs by rule, version of the rule and each part of the identity of the event', () => {
    const ids = [
      alertIdOf(evilRule, processEvent()),
      alertIdOf(changed, processEvent()),
      alertIdOf(other, processEvent()),
      alertIdOf(evilRule, processEvent({ seq: 2 })),
      alertIdOf(evilRule, processEvent({ epoch: 'e2' })),
      alertIdOf(evilRule, processEvent({ collector: 'other' })),
      alertIdOf(evilRule, processEvent({ host: 'db-1' })),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('fingerprintOf', () => {
  test('is the same for events of one process and for a changed rule', () => {
    const first = fingerprintOf(evilRule, processEvent());
    expect(fingerprintOf(evilRule, processEvent({ seq: 9, executable_path: '/x' }))).toBe(first);
    expect(fingerprintOf(changed, processEvent())).toBe(first);
  });

  test('goes by the path where there is no process key', () => {
    const of = (path: string, pid: number): string =>
      fingerprintOf(evilRule, processEvent({ process_key: null, executable_path: path, pid }));
    expect(of('/tmp/a', 1)).toBe(of('/tmp/a', 2));
    expect(of('/tmp/a', 1)).not.toBe(of('/tmp/b', 1));
  });

  test('differs by rule, host and process', () => {
    const prints = [
      fingerprintOf(evilRule, processEvent()),
      fingerprintOf(other, processEvent()),
      fingerprintOf(evilRule, processEvent({ host: 'db-1' })),
      fingerprintOf(evilRule, processEvent({ process_key: '0badcafe-4243-360000' })),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });
});
