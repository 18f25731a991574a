import { describe, expect, test } from '@jest/globals';
import { parseText } from '../fixture/parse-text.ts';

const good = `id: one
title: One
severity: low
when: name = 'x'
`;

/** Code and place of the refusals of a text. */
function refusals(text: string): unknown[] {
  return parseText('r.yml', text).refused.map(({ code, line, column, rule }) => ({
    code,
    line,
    column,
    rule,
  }));
}

describe('parseRules', () => {
  test('fills in what a rule leaves out', () => {
    const { rules, refused } = parseText('r.yml', good);
    expect(refused).toEqual([]);
    expect(rules).toEqual([
      {
        id: 'one',
        title: 'One',
        severity: 'low',
        description: null,
        tags: [],
        table: 'process_events',
        on: ['process.started'],
        condition: expect.objectContaining({ text: "name = 'x'", columns: ['name'] }),
        analyze: [],
        alert: true,
        enabled: true,
        file: 'r.yml',
        line: 1,
        version: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
  });

  test('reads a rule from each document of a file and skips empty ones', () => {
    const { rules, refused } = parseText(
      'r.yml',
      `---\n---\n${good}---\n${good.replace('one', 'two')}`,
    );
    expect(refused).toEqual([]);
    expect(rules.map(({ id, line }) => [id, line])).toEqual([
      ['one', 3],
      ['two', 8],
    ]);
  });

  test('refuses one rule of a file and keeps the others', () => {
    const { rules, refused } = parseText('r.yml', `id: bad\n---\n${good}`);
    expect(rules.map((rule) => rule.id)).toEqual(['one']);
    expect(refused).toMatchObject([{ rule: 'bad', code: 'RULE_INVALID' }]);
  });

  test('gives a version that changes with the content and not with comments', () => {
    const version = (text: string): string | undefined =>
      parseText('r.yml', text).rules[0]?.version;
    expect(version(`# a comment\n${good}`)).toBe(version(good));
    expect(version(good.replace("'x'", "'y'"))).not.toBe(version(good));
  });

  test('takes the default event types of the table', () => {
    const { rules } = parseText(
      'r.yml',
      `${good.replace("name = 'x'", "reason = 'paused'")}table: gaps\n`,
    );
    expect(rules.map(({ table, on }) => ({ table, on }))).toEqual([{ table: 'gaps', on: ['gap'] }]);
  });

  test.each([
    [
      'an unknown key',
      `${good}sink: x\n`,
      { code: 'RULE_INVALID', line: 5, column: 1, rule: 'one' },
    ],
    [
      'a wrong severity',
      good.replace('low', 'awful'),
      { code: 'RULE_INVALID', line: 3, column: 11, rule: 'one' },
    ],
    [
      'a bad id',
      good.replace('one', 'One!'),
      { code: 'RULE_INVALID', line: 1, column: 5, rule: 'One!' },
    ],
    [
      'a missing key',
      good.replace('title: One\n', ''),
      { code: 'RULE_INVALID', line: 1, column: 1, rule: 'one' },
    ],
    [
      'an event type of another table',
      `${good}on: [gap]\n`,
      { code: 'RULE_INVALID', line: 5, column: 6, rule: 'one' },
    ],
    [
      'an analysis of a gap',
      `id: one\ntitle: One\nseverity: low\nwhen: reason = 'x'\ntable: gaps\nanalyze: [binary_hash]\n`,
      { code: 'RULE_INVALID', line: 6, column: 10, rule: 'one' },
    ],
    ['a repeated key', `${good}id: two\n`, { code: 'RULE_SYNTAX', line: 5, column: 1, rule: null }],
    [
      'an alias',
      `${good}tags: &a [x]\nanalyze: *a\n`,
      { code: 'RULE_SYNTAX', line: 1, column: 1, rule: null },
    ],
    [
      'a tag of its own',
      `${good}description: !!js/function x\n`,
      { code: 'RULE_SYNTAX', line: 5, column: 14, rule: null },
    ],
    ['a list', '- a\n', { code: 'RULE_INVALID', line: 1, column: 1, rule: null }],
    ['text', 'hello\n', { code: 'RULE_INVALID', line: 1, column: 1, rule: null }],
  ])('refuses %s where it stands', (_what, text, expected) => {
    expect(refusals(text)).toEqual([expected]);
  });

  test.each([
    ['plain', "when: nmae = 'x'\n", 4, 7],
    ['quoted', 'when: "nmae = 3"\n', 4, 8],
    ['a literal block', "when: |\n  name = 'x'\n  OR nmae = 'y'\n", 6, 6],
    ['a folded block', "when: >\n  name = 'x'\n  OR nmae = 'y'\n", 4, 7],
  ])('says where in the file a condition is wrong when it is %s', (_what, when, line, column) => {
    const text = `id: one\ntitle: One\nseverity: low\n${when}`;
    expect(refusals(text)).toEqual([
      { code: 'CONDITION_UNKNOWN_COLUMN', line, column, rule: 'one' },
    ]);
  });

  test('names file, place, code and what would be right in the message', () => {
    const [refused] = parseText('r.yml', good.replace('name', 'nmae')).refused;
    expect(refused?.message).toMatch(
      /^r\.yml:4:7 CONDITION_UNKNOWN_COLUMN when: .*nmae.*allowed: .*name/,
    );
  });

  test('keeps what is not printable out of messages', () => {
    const [refused] = parseText('a\u001b[31m.yml', `${good}"k\\u202Ey": 1\n`).refused;
    expect(refused?.message).toContain('\\x1b[31m');
    expect(refused?.message).not.toMatch(/[\p{C}]/u);
  });

  test('refuses text that is nested too deeply instead of failing', () => {
    const { rules, refused } = parseText('r.yml', '['.repeat(100_000));
    expect(rules).toEqual([]);
    expect(refused).toMatchObject([{ code: 'RULE_SYNTAX' }]);
  });
});
