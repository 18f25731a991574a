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
    const first = fingerprintOf(evilRule, processEvent(), null);
    expect(fingerprintOf(evilRule, processEvent({ seq: 9, executable_path: '/x' }), null)).toBe(
      first,
    );
    expect(fingerprintOf(changed, processEvent(), null)).toBe(first);
  });

  test('goes by the path where there is no process key', () => {
    const of = (path: string, pid: number): string =>
      fingerprintOf(
        evilRule,
        processEvent({ process_key: null, executable_path: path, pid }),
        null,
      );
    expect(of('/tmp/a', 1)).toBe(of('/tmp/a', 2));
    expect(of('/tmp/a', 1)).not.toBe(of('/tmp/b', 1));
  });

  test('differs by rule, host and process', () => {
    const prints = [
      fingerprintOf(evilRule, processEvent(), null),
      fingerprintOf(other, processEvent(), null),
      fingerprintOf(evilRule, processEvent({ host: 'db-1' }), null),
      fingerprintOf(evilRule, processEvent({ process_key: '0badcafe-4243-360000' }), null),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('is that of the group for a rule with a window, whatever the host and the process', () => {
    const first = fingerprintOf(evilRule, processEvent(), [0, 'a']);
    const elsewhere = processEvent({ host: 'db-1', process_key: null });
    expect(fingerprintOf(evilRule, elsewhere, [0, 'a'])).toBe(first);
    const others = [[0, 'b'], [0], ['0,a'], null].map((group) =>
      fingerprintOf(evilRule, processEvent(), group),
    );
    expect(new Set([first, ...others]).size).toBe(5);
  });
});
