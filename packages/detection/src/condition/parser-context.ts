import type { Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** What the parsers of parts of an expression share: where they are, and the way back into the expression. */
export interface ParserContext {
  readonly cursor: TokenCursor;
  /** Parses all that binds tighter than `least`. */
  expression(least: number): Syntax;
  /** Parses one level deeper; throws a `Refusal` at `at` past `limits.depth`. */
  deeper<T>(at: number, parse: () => T): T;
}
