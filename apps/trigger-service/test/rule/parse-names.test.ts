import { describe, expect, test } from '@jest/globals';
import { parseText } from '../fixture/parse-text.ts';

const rule = (when: string): string => `---\nid: one\ntitle: One\nseverity: low\nwhen: "${when}"\n`;
const names = `macro: root
when: user_id = 0
---
list: shells
values: [sh, bash]
`;

function versionOf(text: string): string | undefined {
  return parseText('r.yml', text).rules[0]?.version;
}

describe('parseNames', () => {
  test('gives conditions the macros and lists of all documents, before them or behind', () => {
    const [one] = parseText('r.yml', `${rule('@root AND name IN shells')}---\n${names}`).rules;
    const matches = [
      { user_id: 0, name: 'bash' },
      { user_id: 0, name: 'ls' },
      { user_id: 1, name: 'bash' },
    ].map((row) => one?.condition.matches(row));
    expect(matches).toEqual([true, false, false]);
  });

  test('makes another rule of one whose macro or list has changed', () => {
    const text = `${names}${rule('@root AND name IN shells')}`;
    const versions = [text, text.replace('= 0', '= 1'), text.replace('bash', 'zsh')].map(versionOf);
    expect(new Set(versions).size).toBe(3);
    expect(versionOf(text)).toBe(versions[0]);
  });

  test.each([
    ['a name that is none', 'macro: 9a\nwhen: pid = 1', 'macro: must be a letter or _', 1, 8],
    [
      'a list with the name of a column',
      'list: pid\nvalues: []',
      'list: must not be the name',
      1,
      7,
    ],
    [
      'a value that is neither text nor a whole number',
      'list: a\nvalues: [1.5]',
      'values.0: ',
      2,
      10,
    ],
    ['another key', 'list: a\nvalues: []\nx: 1', "there is no key 'x'", 3, 1],
    [
      'a name that is taken',
      'macro: a\nwhen: a\n---\nlist: a\nvalues: []',
      'macro or list a already',
      4,
      1,
    ],
  ])('refuses %s', (_what, text, reason, line, column) => {
    const { refused } = parseText('r.yml', text);
    expect(refused).toMatchObject([{ code: 'RULE_INVALID', line, column }]);
    expect(refused[0]?.message).toContain(reason);
  });

  test('refuses a rule that names what is not there', () => {
    const { refused } = parseText('r.yml', rule('@root'));
    expect(refused).toMatchObject([{ code: 'CONDITION_UNKNOWN_MACRO', rule: 'one' }]);
  });
});
