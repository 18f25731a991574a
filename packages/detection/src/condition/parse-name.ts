import { isKeyword, reservedConstruct } from './reserved.ts';
import type { NameSyntax, Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Passes a name, bare or quoted; `what` says in the refusal which one is missing. */
export function parseName(cursor: TokenCursor, what: string): NameSyntax {
  const { kind, value, at } = cursor.peek();
  const word = cursor.keyword();
  const isName = kind === 'word' && !isKeyword(word) && reservedConstruct(word) === undefined;
  if (!isName && kind !== 'name') cursor.refuse([what]);
  cursor.take();
  return { name: value, at };
}

/** Passes a column, with or without its table in front. */
export function parseColumn(cursor: TokenCursor): Syntax {
  const { name, at } = parseName(cursor, 'a column');
  if (!cursor.accept('.')) return { kind: 'column', table: null, name, at };
  return { kind: 'column', table: name, name: parseName(cursor, 'a column').name, at };
}
