import { describe, expect, test } from '@jest/globals';
import { parseText } from '../fixture/parse-text.ts';
import { ruleStates } from '../../src/rule/rule-state.ts';
import type { RuleStateName } from '../../src/rule/rule-state.ts';

function states(
  when: string,
  filled: readonly string[],
  more = '',
): (readonly [RuleStateName, string | null])[] {
  const set = parseText('r.yml', `id: r\ntitle: R\nseverity: low\nwhen: ${when}\n${more}`);
  return ruleStates(set, () => new Set(filled)).map(({ state, reason }) => [state, reason]);
}

describe('ruleStates', () => {
  test('is active when every column is filled', () => {
    expect(states('pid = 1 AND ppid = 2', ['pid', 'ppid'])).toEqual([['active', null]]);
  });

  test('does not ask collectors for the columns that the runtime stamps', () => {
    expect(states("host = 'x' AND pid = 1", ['pid'])).toEqual([['active', null]]);
  });

  test('is impaired when some columns are filled by none', () => {
    expect(states('pid = 1 OR is_memfd = 1', ['pid'])).toEqual([
      ['impaired', 'no live collector fills is_memfd'],
    ]);
  });

  test('cannot fire when no column is filled', () => {
    expect(states('is_memfd = 1', ['pid'])).toEqual([
      ['cannot_fire', 'no live collector fills is_memfd'],
    ]);
  });

  test('cannot fire when nobody serves the table', () => {
    expect(states('pid = 1', [])).toEqual([
      ['cannot_fire', 'no live collector serves process_events'],
    ]);
  });

  test('is disabled by the rule itself', () => {
    expect(states('pid = 1', ['pid'], 'enabled: false\n')).toEqual([
      ['disabled', 'enabled is false'],
    ]);
  });

  test('is refused with the message of the refusal', () => {
    expect(states('pid = ', ['pid'])).toEqual([['refused', expect.stringContaining('r.yml:4:')]]);
  });
});
