import { describe, expect, test } from '@jest/globals';
import { parseText } from '../fixture/parse-text.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { uniqueRules } from '../../src/rule/unique-rules.ts';

function rule(file: string, id: string): Rule[] {
  return [...parseText(file, `{ id: ${id}, title: T, severity: low, when: pid = 1 }`).rules];
}

describe('uniqueRules', () => {
  test('refuses the second rule of an id and names the first', () => {
    const { rules, refused } = uniqueRules([
      ...rule('a.yml', 'x'),
      ...rule('b.yml', 'x'),
      ...rule('c.yml', 'y'),
    ]);
    expect(rules.map(({ file, id }) => [file, id])).toEqual([
      ['a.yml', 'x'],
      ['c.yml', 'y'],
    ]);
    expect(refused).toEqual([
      {
        file: 'b.yml',
        line: 1,
        column: 1,
        rule: 'x',
        code: 'RULE_DUPLICATE_ID',
        message: 'b.yml:1:1 RULE_DUPLICATE_ID x is the id of a.yml:1',
      },
    ]);
  });

  test('refuses what is beyond the limit', () => {
    const { rules, refused } = uniqueRules([...rule('a.yml', 'x'), ...rule('b.yml', 'y')], 1);
    expect(rules.map(({ id }) => id)).toEqual(['x']);
    expect(refused).toMatchObject([{ rule: 'y', code: 'RULE_LIMIT_EXCEEDED' }]);
  });
});
