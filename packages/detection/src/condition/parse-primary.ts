import { power } from './binding-power.ts';
import { numberLiteral } from './number-literal.ts';
import { operand } from './operand.ts';
import { parseColumn, parseName } from './parse-name.ts';
import type { ParserContext } from './parser-context.ts';
import { isKeyword, reservedConstruct } from './reserved.ts';
import type { CastType, Syntax } from './syntax.ts';
import { wordLiteral } from './word-literal.ts';

/** What may stand behind a whole value. */
export const whatCanFollow = ['AND', 'OR', '=', '<>', '<', 'IN', 'LIKE', 'IS NULL'];
const whatCanBegin = ['a column', "'text'", 'a number', 'NULL', 'NOT', '(', 'a function'];
const castTypes: ReadonlySet<string> = new Set<CastType>(['INTEGER', 'REAL', 'TEXT']);

function isCastType(word: string): word is CastType {
  return castTypes.has(word);
}

/** Parses what begins an expression: a literal, a name, a call, parentheses, NOT, a minus, CASE, CAST or a macro. */
export function parsePrimary(context: ParserContext): Syntax {
  const { cursor } = context;
  const token = cursor.peek();
  switch (token.kind) {
    case 'text':
      cursor.take();
      return { kind: 'literal', value: token.value, type: 'TEXT', at: token.at };
    case 'number':
      cursor.take();
      return numberLiteral(token.value, false, token.at);
    case 'name':
      return parseColumn(cursor);
    case 'symbol':
      return parseMark(context);
    case 'word':
      return parseWord(context);
    case 'end':
    default:
      return cursor.refuse(whatCanBegin);
  }
}

/** Passes the parenthesis that closes. */
export function parseClose({ cursor }: ParserContext): void {
  if (cursor.keyword() !== ')') cursor.refuse([')', ...whatCanFollow]);
  cursor.take();
}

function parseMark(context: ParserContext): Syntax {
  const { cursor } = context;
  const { at } = cursor.peek();
  const mark = cursor.keyword();
  if (mark === '-') return parseMinus(context);
  if (mark === '@') {
    cursor.take();
    return { kind: 'macro', name: parseName(cursor, 'a macro').name, at };
  }
  if (mark !== '(') return cursor.refuse(whatCanBegin);
  cursor.take();
  const item = context.deeper(at, () => context.expression(0));
  parseClose(context);
  return { kind: 'group', item, at };
}

function parseMinus(context: ParserContext): Syntax {
  const { at } = context.cursor.take();
  const after = context.cursor.peek();
  if (after.kind === 'number') {
    context.cursor.take();
    return numberLiteral(after.value, true, at);
  }
  const item = context.deeper(at, () => context.expression(power.concat));
  return { kind: 'negate', item: operand(item, at), at };
}

function parseWord(context: ParserContext): Syntax {
  const { cursor } = context;
  const { value, at } = cursor.peek();
  const word = cursor.keyword();
  if (word === 'NOT') {
    cursor.take();
    return { kind: 'not', item: context.deeper(at, () => context.expression(power.not)), at };
  }
  if (word === 'CASE') return parseCase(context);
  if (word === 'CAST') return parseCast(context);
  const literal = wordLiteral(word, at);
  if (literal !== undefined) {
    cursor.take();
    return literal;
  }
  if (isKeyword(word) || reservedConstruct(word) !== undefined) return cursor.refuse(whatCanBegin);
  if (cursor.keyword(1) !== '(') return parseColumn(cursor);
  cursor.take();
  cursor.take();
  return { kind: 'call', name: value, args: context.deeper(at, () => parseArgs(context)), at };
}

function parseArgs(context: ParserContext): readonly Syntax[] {
  const { cursor } = context;
  const args: Syntax[] = [];
  if (cursor.accept(')')) return args;
  if (cursor.accept('*')) {
    cursor.expect(')');
    return args;
  }
  do {
    args.push(context.expression(0));
  } while (cursor.accept(','));
  parseClose(context);
  return args;
}

function parseCase(context: ParserContext): Syntax {
  const { cursor } = context;
  const { at } = cursor.take();
  return context.deeper(at, () => {
    const base = cursor.keyword() === 'WHEN' ? null : context.expression(0);
    const arms: { when: Syntax; result: Syntax }[] = [];
    do {
      cursor.expect('WHEN');
      const when = context.expression(0);
      cursor.expect('THEN');
      arms.push({ when, result: context.expression(0) });
    } while (cursor.keyword() === 'WHEN');
    const otherwise = cursor.accept('ELSE') ? context.expression(0) : null;
    cursor.expect('END');
    return { kind: 'case', base, arms, otherwise, at };
  });
}

function parseCast(context: ParserContext): Syntax {
  const { cursor } = context;
  const { at } = cursor.take();
  cursor.expect('(');
  const item = context.deeper(at, () => context.expression(0));
  cursor.expect('AS');
  const to = cursor.keyword();
  if (!isCastType(to)) return cursor.refuse([...castTypes]);
  cursor.take();
  parseClose(context);
  return { kind: 'cast', item, to, at };
}
