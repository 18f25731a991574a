import type { Expression } from './expression.ts';

/** The expression with `change` applied to each of its direct parts, in the order in which they are written. */
export function mapParts(
  expression: Expression,
  change: (part: Expression) => Expression,
): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'column':
      return expression;
    case 'call':
      return { ...expression, args: expression.args.map(change) };
    case 'logic':
      return { ...expression, items: expression.items.map(change) };
    case 'binary':
    case 'compare':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'between': {
      const { item, low, high } = expression;
      return { ...expression, item: change(item), low: change(low), high: change(high) };
    }
    case 'case': {
      const base = expression.base === null ? null : change(expression.base);
      const arms = expression.arms.map(({ when, result }) => ({
        when: change(when),
        result: change(result),
      }));
      return { ...expression, base, arms, otherwise: change(expression.otherwise) };
    }
    case 'cast':
    case 'not':
    case 'isNull':
    case 'in':
    case 'inColumn':
    case 'match':
    case 'cidr':
      return { ...expression, item: change(expression.item) };
    default:
      return expression satisfies never;
  }
}
