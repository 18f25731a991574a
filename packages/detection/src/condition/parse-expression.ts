import { comparisons, power, predicates, valueOperators } from './binding-power.ts';
import { limits } from './limits.ts';
import { operand } from './operand.ts';
import { parsePredicate } from './parse-predicate.ts';
import { parsePrimary, whatCanFollow } from './parse-primary.ts';
import type { ParserContext } from './parser-context.ts';
import { Refusal } from './refusal.ts';
import { reservedConstruct } from './reserved.ts';
import type { CompareOperator, Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Parses one expression; its operators are told by `binding-power.ts`. */
class ExpressionParser implements ParserContext {
  readonly cursor: TokenCursor;
  #depth = 0;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  expression(least: number): Syntax {
    let left = parsePrimary(this);
    for (;;) {
      const next = this.#infix(left, least);
      if (next === undefined) return left;
      left = next;
    }
  }

  deeper<T>(at: number, parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > limits.depth) {
      throw new Refusal('CONDITION_TOO_DEEP', at, `nested more than ${limits.depth} deep`);
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #infix(left: Syntax, least: number): Syntax | undefined {
    const word = this.cursor.keyword();
    if (word === 'AND' || word === 'OR') {
      const binds = word === 'AND' ? power.and : power.or;
      return binds > least ? this.#logic(left, word, binds) : undefined;
    }
    const comparison = comparisons.get(word);
    if (comparison !== undefined) {
      const [operator, binds] = comparison;
      return binds > least ? this.#compare(left, operator, binds) : undefined;
    }
    const value = valueOperators.get(word);
    if (value !== undefined) {
      const [operator, binds] = value;
      if (binds <= least) return undefined;
      const { at } = this.cursor.take();
      const right = operand(this.expression(binds), at);
      return { kind: 'binary', operator, left: operand(left, at), right, at };
    }
    return this.#predicate(left, word, least);
  }

  #predicate(left: Syntax, word: string, least: number): Syntax | undefined {
    const negated = word === 'NOT';
    if (!negated && !predicates.has(word)) {
      if (reservedConstruct(word) !== undefined) this.cursor.refuse(whatCanFollow);
      return undefined;
    }
    if (power.equality <= least) return undefined;
    if (negated) this.cursor.take();
    return parsePredicate(this, operand(left, this.cursor.peek().at), negated);
  }

  #logic(left: Syntax, operator: 'AND' | 'OR', binds: number): Syntax {
    const { at } = this.cursor.take();
    const items = [left, this.expression(binds)];
    while (this.cursor.accept(operator)) items.push(this.expression(binds));
    return { kind: 'logic', operator, items, at };
  }

  #compare(left: Syntax, operator: CompareOperator, binds: number): Syntax {
    const { at } = this.cursor.take();
    const right = operand(this.expression(binds), at);
    return { kind: 'compare', operator, left: operand(left, at), right, at };
  }
}

/**
 * Parses an expression with the precedence of SQLite up to what cannot continue it. Throws a `Refusal`; the depth of its recursion
 * is bounded by `limits.depth`.
 */
export function parseExpression(cursor: TokenCursor): Syntax {
  return new ExpressionParser(cursor).expression(0);
}
