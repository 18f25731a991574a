import { power } from './binding-power.ts';
import { operand } from './operand.ts';
import { parseName } from './parse-name.ts';
import { parseClose, parsePrimary } from './parse-primary.ts';
import type { ParserContext } from './parser-context.ts';
import { Refusal } from './refusal.ts';
import { reservedConstruct } from './reserved.ts';
import type { MatchOperator, Syntax } from './syntax.ts';

const whatNotCanNegate = ['LIKE', 'IN', 'BETWEEN', 'GLOB', 'REGEXP'];

/** Parses LIKE, GLOB, REGEXP, IN, BETWEEN or IS behind `item`; NOT is passed already. */
export function parsePredicate(context: ParserContext, item: Syntax, negated: boolean): Syntax {
  switch (context.cursor.keyword()) {
    case 'LIKE':
    case 'ILIKE':
      return parseMatch(context, item, negated, 'LIKE');
    case 'GLOB':
      return parseMatch(context, item, negated, 'GLOB');
    case 'REGEXP':
      return parseMatch(context, item, negated, 'REGEXP');
    case 'BETWEEN':
      return parseBetween(context, item, negated);
    case 'IN':
      return parseIn(context, item, negated);
    case 'IS':
      return negated ? context.cursor.refuse(whatNotCanNegate) : parseIsNull(context, item);
    default:
      return refuseNotNull(context);
  }
}

function refuseNotNull({ cursor }: ParserContext): never {
  if (cursor.keyword() !== 'NULL') return cursor.refuse(whatNotCanNegate);
  throw new Refusal('CONDITION_RESERVED', cursor.peek().at, 'NOT NULL is not evaluated', [
    'IS NOT NULL',
  ]);
}

function parseIsNull({ cursor }: ParserContext, item: Syntax): Syntax {
  const { at } = cursor.take();
  const negated = cursor.accept('NOT');
  const end = cursor.peek();
  if (cursor.accept('NULL')) return { kind: 'isNull', item, negated, at };
  if (end.kind === 'end') return cursor.refuse(['NULL', 'NOT NULL']);
  throw new Refusal('CONDITION_RESERVED', end.at, 'IS with a value is not evaluated', [
    'NULL',
    'NOT NULL',
  ]);
}

function parseMatch(
  context: ParserContext,
  item: Syntax,
  negated: boolean,
  operator: MatchOperator,
): Syntax {
  const { at } = context.cursor.take();
  const pattern = operand(context.expression(power.equality), at);
  const canEscape = operator === 'LIKE' && context.cursor.accept('ESCAPE');
  const escape = canEscape ? parsePrimary(context) : null;
  return { kind: 'match', operator, item, pattern, escape, negated, at };
}

function parseBetween(context: ParserContext, item: Syntax, negated: boolean): Syntax {
  const { at } = context.cursor.take();
  const low = operand(context.expression(power.equality), at);
  context.cursor.expect('AND');
  const high = operand(context.expression(power.equality), at);
  return { kind: 'between', item, low, high, negated, at };
}

function parseIn(context: ParserContext, item: Syntax, negated: boolean): Syntax {
  const { cursor } = context;
  const { at } = cursor.take();
  const { kind } = cursor.peek();
  const isWord = kind === 'word' && reservedConstruct(cursor.keyword()) === undefined;
  if (isWord || kind === 'name') {
    const { name, at: nameAt } = parseName(cursor, 'a list');
    return { kind: 'inName', item, name, nameAt, negated, at };
  }
  cursor.expect('(');
  const list: Syntax[] = [];
  do {
    list.push(parsePrimary(context));
  } while (cursor.accept(','));
  parseClose(context);
  return { kind: 'in', item, list, negated, at };
}
