import { compileValue, truthOf } from './compile-value.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import { mapParts } from './map-parts.ts';

type Logic = Extract<Expression, { kind: 'logic' }>;

/**
 * The expression with every part that is the same for all rows replaced by its value. CAST is left as it is, what stands around it is
 * not: a comparison looks at it. AND and OR lose the items that decide nothing.
 */
export function foldConstants(expression: Expression): Expression {
  const folded = mapParts(expression, foldConstants);
  if (folded.kind === 'logic') return foldLogic(folded);
  const isOpen = folded.kind === 'column' || folded.kind === 'inColumn' || folded.kind === 'cast';
  return isOpen || !hasConstantParts(folded) ? folded : valueOf(folded);
}

function isConstant(expression: Expression): boolean {
  if (expression.kind === 'cast') return isConstant(expression.item);
  return expression.kind === 'literal';
}

function hasConstantParts(expression: Expression): boolean {
  let answer = true;
  mapParts(expression, (part) => {
    answer &&= isConstant(part);
    return part;
  });
  return answer;
}

function valueOf(expression: Expression): Expression {
  const value = compileValue(expression);
  if (value.kind !== 'constant') return expression;
  const type = value.value === null ? 'NULL' : typeOf(expression);
  return { kind: 'literal', value: value.value, type };
}

function foldLogic(logic: Logic): Expression {
  const deciding = logic.operator === 'AND' ? 0 : 1;
  const items: Expression[] = [];
  for (const item of logic.items) {
    const truth = isConstant(item) ? truthOf(item) : undefined;
    const verdict = truth?.kind === 'constant' ? truth.value : undefined;
    if (verdict === deciding) return { kind: 'literal', value: deciding, type: 'INTEGER' };
    if (verdict === undefined || verdict === null) items.push(item);
  }
  if (items.length === 0) return { kind: 'literal', value: 1 - deciding, type: 'INTEGER' };
  const folded: Logic = { ...logic, items };
  return items.every(isConstant) ? valueOf(folded) : folded;
}
