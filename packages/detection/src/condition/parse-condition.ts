import { parseAggregate, parseWindow } from './parse-window.ts';
import { parseExpression } from './parse-expression.ts';
import { parseName } from './parse-name.ts';
import { whatCanFollow } from './parse-primary.ts';
import { Refusal } from './refusal.ts';
import type { AggregateSyntax, NameSyntax, Statement, Syntax } from './syntax.ts';
import type { Token } from './token.ts';
import { TokenCursor } from './token-cursor.ts';

const everyRow: Syntax = { kind: 'literal', value: 1, type: 'INTEGER', at: 0 };

/** Parses a statement or a bare condition, with its window. Throws a `Refusal`; the depth of its recursion is bounded by `limits.depth`. */
export function parseCondition(tokens: readonly Token[]): Statement {
  const cursor = new TokenCursor(tokens);
  const head =
    cursor.keyword() === 'SELECT' ? parseHead(cursor) : { table: null, selection: [] as const };
  const isGroupNext = head.table !== null && cursor.keyword() === 'GROUP';
  if (head.table !== null && !isGroupNext) cursor.expect('WHERE');
  const where = isGroupNext ? everyRow : parseExpression(cursor);
  const window = cursor.keyword() === 'GROUP' ? parseWindow(cursor) : null;
  if (cursor.peek().kind !== 'end') cursor.refuse(window === null ? whatCanFollow : []);
  return { ...head, where, window };
}

/** Parses the text of a macro: one expression. Throws a `Refusal`. */
export function parseMacro(tokens: readonly Token[]): Syntax {
  const cursor = new TokenCursor(tokens);
  const expression = parseExpression(cursor);
  if (cursor.peek().kind !== 'end') cursor.refuse(whatCanFollow);
  return expression;
}

function parseHead(cursor: TokenCursor): Pick<Statement, 'table' | 'selection'> {
  cursor.expect('SELECT');
  const selection: (NameSyntax | AggregateSyntax)[] = [];
  do {
    if (cursor.accept('*')) continue;
    selection.push(
      cursor.keyword(1) === '(' ? parseAggregate(cursor) : parseName(cursor, 'a column'),
    );
  } while (cursor.accept(','));
  cursor.expect('FROM');
  const table = parseName(cursor, 'a table');
  if (cursor.keyword() === ',') {
    throw new Refusal('CONDITION_RESERVED', cursor.peek().at, 'a join is not evaluated');
  }
  return { table, selection };
}
