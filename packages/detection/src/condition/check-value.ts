import type { CheckContext } from './check-context.ts';
import { noReal } from './check-scope.ts';
import { expectComparable } from './check-comparison.ts';
import { commonType } from './common-type.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import type { CaseSyntax, StaticType, Syntax } from './syntax.ts';

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const nothing: Expression = { kind: 'literal', value: null, type: 'NULL' };
const zero: Expression = { kind: 'literal', value: 0, type: 'INTEGER' };

/** Arithmetic takes numbers, and is REAL when one side is; `||` takes what has a text. */
export function checkBinary(context: CheckContext, syntax: Of<'binary'>): Expression {
  const { operator, at } = syntax;
  const left = context.value(syntax.left);
  const right = context.value(syntax.right);
  const types = [typeOf(left), typeOf(right)];
  if (operator === '||') {
    if (types.includes('REAL')) return context.scope.note('CONDITION_TYPE', at, `|| ${noReal}`);
    return { kind: 'binary', operator, left, right, type: 'TEXT' };
  }
  if (types.includes('TEXT')) return refuseText(context, at);
  return { kind: 'binary', operator, left, right, type: numberType(types) };
}

/** A minus in front: zero minus the number. */
export function checkNegate(context: CheckContext, { item, at }: Of<'negate'>): Expression {
  const right = context.value(item);
  const type = typeOf(right);
  if (type === 'TEXT') return refuseText(context, at);
  return { kind: 'binary', operator: '-', left: zero, right, type: numberType([type]) };
}

function refuseText({ scope }: CheckContext, at: number): Expression {
  return scope.note('CONDITION_TYPE', at, 'arithmetic takes numbers, not text', [
    'CAST(x AS INTEGER)',
    '|| joins texts',
  ]);
}

function numberType(types: readonly StaticType[]): StaticType {
  return types.includes('REAL') ? 'REAL' : 'INTEGER';
}

export function checkCast(context: CheckContext, { item, to, at }: Of<'cast'>): Expression {
  const value = context.value(item);
  if (to === 'TEXT' && typeOf(value) === 'REAL') {
    return context.scope.note('CONDITION_TYPE', at, `CAST AS TEXT ${noReal}`);
  }
  return { kind: 'cast', item: value, type: to };
}

/** CASE: what it gives has one type, and what stands behind WHEN is a condition, or comparable with the base. */
export function checkCase(context: CheckContext, syntax: CaseSyntax): Expression {
  const base = syntax.base === null ? null : context.value(syntax.base);
  const arms = syntax.arms.map(({ when, result }) => {
    const test = base === null ? context.condition(when) : context.value(when);
    if (base !== null) expectComparable(context.scope, base, test, when.at);
    return { when: test, result: context.value(result) };
  });
  const otherwise = syntax.otherwise === null ? nothing : context.value(syntax.otherwise);
  const type = commonType([...arms.map(({ result }) => result), otherwise]);
  if (type !== undefined) return { kind: 'case', base, arms, otherwise, type };
  return context.scope.note('CONDITION_TYPE', syntax.at, 'CASE gives values of different types', [
    'CAST(x AS TEXT)',
    'CAST(x AS REAL)',
  ]);
}
