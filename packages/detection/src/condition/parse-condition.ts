import { comparisons, power, predicates } from './binding-power.ts';
import { limits } from './limits.ts';
import { numberLiteral } from './number-literal.ts';
import { wordLiteral } from './word-literal.ts';
import { Refusal } from './refusal.ts';
import { isKeyword, reservedConstruct } from './reserved.ts';
import type { CompareOperator, Statement, Syntax } from './syntax.ts';
import type { Token } from './token.ts';
import { TokenCursor } from './token-cursor.ts';

const whatCanFollow = ['AND', 'OR', '=', '<>', '<', 'IN', 'LIKE', 'IS NULL'];
const whatCanBegin = ['a column', "'text'", 'a number', 'NULL', 'NOT', '(', 'a function'];

/** Whether SQLite would chain such a node with a comparison beside it, which hardly anybody means. */
function needsParentheses(node: Syntax): boolean {
  return (
    node.kind !== 'literal' &&
    node.kind !== 'column' &&
    node.kind !== 'call' &&
    node.kind !== 'group'
  );
}

function operand(node: Syntax, at: number): Syntax {
  if (!needsParentheses(node)) return node;
  const message = 'a comparison is an operand of a comparison: parentheses are missing';
  throw new Refusal('CONDITION_AMBIGUOUS', at, message, [
    '(a = b) = c',
    'a = (b = c)',
    'a = b AND b = c',
  ]);
}

class Parser {
  readonly #cursor: TokenCursor;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#cursor = new TokenCursor(tokens);
  }

  statement(): Statement {
    const table = this.#cursor.keyword() === 'SELECT' ? this.#from() : null;
    const where = this.#expression(0);
    if (this.#cursor.peek().kind !== 'end') this.#cursor.refuse(whatCanFollow);
    return { table, where };
  }

  #from(): Statement['table'] {
    this.#cursor.expect('SELECT');
    if (this.#cursor.keyword() !== '*') {
      const { at } = this.#cursor.peek();
      throw new Refusal('CONDITION_RESERVED', at, 'a list of columns is not evaluated', [
        'SELECT * FROM',
      ]);
    }
    this.#cursor.take();
    this.#cursor.expect('FROM');
    const { at } = this.#cursor.peek();
    const name = this.#name('a table');
    if (this.#cursor.keyword() === ',') {
      throw new Refusal('CONDITION_RESERVED', this.#cursor.peek().at, 'a join is not evaluated');
    }
    this.#cursor.expect('WHERE');
    return { name, at };
  }

  #name(what: string): string {
    const { kind, value } = this.#cursor.peek();
    const word = this.#cursor.keyword();
    const isName = kind === 'word' && !isKeyword(word) && reservedConstruct(word) === undefined;
    if (!isName && kind !== 'name') this.#cursor.refuse([what]);
    this.#cursor.take();
    return value;
  }

  /** Parses all that binds tighter than `least`. */
  #expression(least: number): Syntax {
    let left = this.#prefix();
    for (;;) {
      const next = this.#infix(left, least);
      if (next === undefined) return left;
      left = next;
    }
  }

  #infix(left: Syntax, least: number): Syntax | undefined {
    const word = this.#cursor.keyword();
    if (word === 'AND' || word === 'OR') {
      const binds = word === 'AND' ? power.and : power.or;
      return binds > least ? this.#logic(left, word, binds) : undefined;
    }
    const comparison = comparisons.get(word);
    if (comparison !== undefined) {
      const [operator, binds] = comparison;
      return binds > least ? this.#compare(left, operator, binds) : undefined;
    }
    const negated = word === 'NOT';
    if (!negated && !predicates.has(word)) {
      if (reservedConstruct(word) !== undefined) this.#cursor.refuse(whatCanFollow);
      return undefined;
    }
    return power.equality > least ? this.#predicate(left, negated) : undefined;
  }

  #logic(left: Syntax, operator: 'AND' | 'OR', binds: number): Syntax {
    const { at } = this.#cursor.take();
    const items = [left, this.#expression(binds)];
    while (this.#cursor.accept(operator)) items.push(this.#expression(binds));
    return { kind: 'logic', operator, items, at };
  }

  #compare(left: Syntax, operator: CompareOperator, binds: number): Syntax {
    const { at } = this.#cursor.take();
    const right = operand(this.#expression(binds), at);
    return { kind: 'compare', operator, left: operand(left, at), right, at };
  }

  #predicate(left: Syntax, negated: boolean): Syntax {
    if (negated) this.#cursor.take();
    const { at } = this.#cursor.peek();
    const item = operand(left, at);
    switch (this.#cursor.keyword()) {
      case 'LIKE':
      case 'ILIKE':
        return this.#like(item, negated);
      case 'IN':
        return this.#in(item, negated);
      case 'IS':
        return negated ? this.#cursor.refuse(['LIKE', 'IN']) : this.#isNull(item);
      default:
        return this.#notNull();
    }
  }

  #notNull(): never {
    if (this.#cursor.keyword() !== 'NULL') return this.#cursor.refuse(['LIKE', 'IN']);
    throw new Refusal('CONDITION_RESERVED', this.#cursor.peek().at, 'NOT NULL is not evaluated', [
      'IS NOT NULL',
    ]);
  }

  #isNull(item: Syntax): Syntax {
    const { at } = this.#cursor.take();
    const negated = this.#cursor.accept('NOT');
    const end = this.#cursor.peek();
    if (this.#cursor.accept('NULL')) return { kind: 'isNull', item, negated, at };
    if (end.kind === 'end') return this.#cursor.refuse(['NULL', 'NOT NULL']);
    throw new Refusal('CONDITION_RESERVED', end.at, 'IS with a value is not evaluated', [
      'NULL',
      'NOT NULL',
    ]);
  }

  #like(item: Syntax, negated: boolean): Syntax {
    const { at } = this.#cursor.take();
    const pattern = operand(this.#expression(power.equality), at);
    const escape = this.#cursor.accept('ESCAPE') ? this.#prefix() : null;
    return { kind: 'like', item, pattern, escape, negated, at };
  }

  #in(item: Syntax, negated: boolean): Syntax {
    const { at } = this.#cursor.take();
    if (
      this.#cursor.peek().kind === 'word' &&
      reservedConstruct(this.#cursor.keyword()) === undefined
    ) {
      const place = this.#cursor.peek().at;
      throw new Refusal('CONDITION_RESERVED', place, 'a named list is not evaluated', ['(']);
    }
    this.#cursor.expect('(');
    const list: Syntax[] = [];
    do {
      list.push(this.#prefix());
    } while (this.#cursor.accept(','));
    this.#close();
    return { kind: 'in', item, list, negated, at };
  }

  #close(): void {
    if (this.#cursor.keyword() !== ')') this.#cursor.refuse([')', ...whatCanFollow]);
    this.#cursor.take();
  }

  #prefix(): Syntax {
    const token = this.#cursor.peek();
    switch (token.kind) {
      case 'text':
        this.#cursor.take();
        return { kind: 'literal', value: token.value, type: 'TEXT', at: token.at };
      case 'number':
        this.#cursor.take();
        return numberLiteral(token.value, false, token.at);
      case 'name':
        return this.#column();
      case 'symbol':
        return this.#mark();
      case 'word':
        return this.#word();
      case 'end':
      default:
        return this.#cursor.refuse(whatCanBegin);
    }
  }

  #mark(): Syntax {
    const { at } = this.#cursor.peek();
    const sign = this.#cursor.keyword();
    const after = this.#cursor.peek(1);
    if (sign === '-' && after.kind === 'number') {
      this.#cursor.take();
      this.#cursor.take();
      return numberLiteral(after.value, true, at);
    }
    if (sign !== '(') return this.#cursor.refuse(whatCanBegin);
    this.#cursor.take();
    const item = this.#deeper(at, () => this.#expression(0));
    this.#close();
    return { kind: 'group', item, at };
  }

  #word(): Syntax {
    const { value, at } = this.#cursor.peek();
    const word = this.#cursor.keyword();
    if (word === 'NOT') {
      this.#cursor.take();
      return { kind: 'not', item: this.#deeper(at, () => this.#expression(power.not)), at };
    }
    const literal = wordLiteral(word, at);
    if (literal !== undefined) {
      this.#cursor.take();
      return literal;
    }
    if (isKeyword(word) || reservedConstruct(word) !== undefined)
      return this.#cursor.refuse(whatCanBegin);
    if (this.#cursor.keyword(1) !== '(') return this.#column();
    this.#cursor.take();
    this.#cursor.take();
    return { kind: 'call', name: value, args: this.#deeper(at, () => this.#arguments()), at };
  }

  #arguments(): readonly Syntax[] {
    const args: Syntax[] = [];
    if (this.#cursor.accept(')')) return args;
    if (this.#cursor.accept('*')) {
      this.#cursor.expect(')');
      return args;
    }
    do {
      args.push(this.#expression(0));
    } while (this.#cursor.accept(','));
    this.#close();
    return args;
  }

  #column(): Syntax {
    const { at } = this.#cursor.peek();
    const first = this.#name('a column');
    if (!this.#cursor.accept('.')) return { kind: 'column', table: null, name: first, at };
    return { kind: 'column', table: first, name: this.#name('a column'), at };
  }

  #deeper<T>(at: number, parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > limits.depth) {
      throw new Refusal('CONDITION_TOO_DEEP', at, `nested more than ${limits.depth} deep`);
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }
}

/** Parses tokens with the precedence of SQLite. Throws a `Refusal`; the depth of its recursion is bounded by `limits.depth`. */
export function parseCondition(tokens: readonly Token[]): Statement {
  return new Parser(tokens).statement();
}
