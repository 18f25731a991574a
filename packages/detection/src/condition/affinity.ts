import type { Expression } from './expression.ts';
import type { StaticType } from './syntax.ts';

/** What a comparison makes of the other side; only a column and CAST have one, in parentheses or not. */
export function affinityOf(expression: Expression): StaticType | undefined {
  return expression.kind === 'column' || expression.kind === 'cast' ? expression.type : undefined;
}
