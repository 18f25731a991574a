import { describe, expect, test } from '@jest/globals';
import { compileCondition } from '../../src/index.ts';
import type { Expression } from '../../src/index.ts';

function planOf(text: string): Expression | undefined {
  const names = { lists: { shells: ['sh', 'bash'] }, macros: { root: 'user_id = 1 - 1' } };
  const compiled = compileCondition(text, 'process_events', names);
  return compiled.ok ? compiled.condition.plan : undefined;
}

const column = (name: string, type: 'text' | 'integer'): Expression => ({
  kind: 'column',
  name,
  columnType: type,
  type: type === 'text' ? 'TEXT' : 'INTEGER',
});
const number = (value: number): Expression => ({ kind: 'literal', value, type: 'INTEGER' });

describe('Condition.plan', () => {
  test('has macros, lists and constants put in', () => {
    const userIsRoot = {
      kind: 'compare',
      operator: '=',
      left: column('user_id', 'integer'),
      right: number(0),
    };
    const isShell = {
      kind: 'in',
      item: column('name', 'text'),
      list: ['sh', 'bash'],
      negated: false,
    };
    expect(planOf('@root AND name IN shells')).toEqual({
      kind: 'logic',
      operator: 'AND',
      items: [userIsRoot, isShell],
    });
  });

  test.each([
    ['1 + 1 = 2', 1],
    ["LOWER('A') || 'b' LIKE 'ab'", 1],
    ['pid AND 1 = 2', 0],
    ['pid OR 2 > 1', 1],
    ['NULL AND 0', 0],
    ['1 / 0', null],
    ['NOT (1 AND NULL)', null],
    ['CASE WHEN 0 THEN 5 ELSE 7 END', 7],
    ["CAST('12' AS INTEGER) = '12'", 1],
    ["CIDR_MATCH('10.1.2.3', '10.0.0.0/8')", 1],
    ['2 BETWEEN 1 AND 3', 1],
    ["'x' REGEXP '^x$'", 1],
    ['COALESCE(NULL, 5)', 5],
  ])('of %s is the literal %p', (text, value) => {
    expect(planOf(text)).toMatchObject({ kind: 'literal', value });
  });

  test('loses what decides nothing', () => {
    const plan = planOf('pid = 1 AND 2 > 1');
    expect(plan).toMatchObject({ kind: 'logic', items: [{ kind: 'compare' }] });
  });

  test('keeps CAST, at whose type a comparison looks', () => {
    expect(planOf('CAST(1 + 1 AS TEXT) = name')).toMatchObject({
      left: { kind: 'cast', item: number(2), type: 'TEXT' },
    });
  });
});
