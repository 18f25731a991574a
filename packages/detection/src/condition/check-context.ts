import type { CheckScope } from './check-scope.ts';
import type { Expression } from './expression.ts';
import type { Syntax } from './syntax.ts';

/** What the checks of parts of an expression share: the names, and the way back into the expression. */
export interface CheckContext {
  readonly scope: CheckScope;
  value(syntax: Syntax): Expression;
  /** A condition: notes text, which is none. */
  condition(syntax: Syntax): Expression;
}
