import { comparisons } from './binding-power.ts';
import { limits } from './limits.ts';
import { numberLiteral } from './number-literal.ts';
import { parseName } from './parse-name.ts';
import { Refusal } from './refusal.ts';
import type { AggregateSyntax, LiteralSyntax, NameSyntax, WindowSyntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

const units = new Map([
  ['SECOND', 1_000],
  ['SECONDS', 1_000],
  ['MINUTE', 60_000],
  ['MINUTES', 60_000],
  ['HOUR', 3_600_000],
  ['HOURS', 3_600_000],
]);

/** Parses GROUP BY, HAVING and WITHIN; throws a `Refusal`. */
export function parseWindow(cursor: TokenCursor): WindowSyntax {
  const { at } = cursor.expect('GROUP');
  cursor.expect('BY');
  const groupBy: NameSyntax[] = [];
  do {
    groupBy.push(parseName(cursor, 'a column'));
  } while (cursor.accept(','));
  cursor.expect('HAVING');
  const aggregate = parseAggregate(cursor);
  const comparison = comparisons.get(cursor.keyword());
  if (comparison === undefined) return cursor.refuse(['>', '>=', '=', '<', '<=']);
  cursor.take();
  const threshold = parseNumber(cursor);
  cursor.expect('WITHIN');
  return { groupBy, aggregate, operator: comparison[0], threshold, spanMs: parseSpan(cursor), at };
}

/** Parses `name(*)`, `name(column)` or `name(DISTINCT column)`; throws a `Refusal`. */
export function parseAggregate(cursor: TokenCursor): AggregateSyntax {
  const { name, at } = parseName(cursor, 'an aggregate');
  cursor.expect('(');
  if (cursor.accept('*')) {
    cursor.expect(')');
    return { name, column: null, distinct: false, at };
  }
  const distinct = cursor.accept('DISTINCT');
  const column = parseName(cursor, 'a column');
  cursor.expect(')');
  return { name, column, distinct, at };
}

function parseNumber(cursor: TokenCursor): LiteralSyntax {
  const { at } = cursor.peek();
  const isNegative = cursor.accept('-');
  const { kind, value } = cursor.peek();
  if (kind !== 'number') return cursor.refuse(['a number']);
  cursor.take();
  return numberLiteral(value, isNegative, at);
}

function parseSpan(cursor: TokenCursor): number {
  const { kind, value, at } = cursor.peek();
  if (kind !== 'number' || !/^\d+$/.test(value)) return cursor.refuse(['a whole number']);
  cursor.take();
  const unit = units.get(cursor.keyword());
  if (unit === undefined) return cursor.refuse(['SECONDS', 'MINUTES', 'HOURS']);
  cursor.take();
  const spanMs = Number(value) * unit;
  if (spanMs >= limits.leastSpanMs && spanMs <= limits.spanMs) return spanMs;
  throw new Refusal('CONDITION_TYPE', at, 'a window lasts from one second to 24 hours', [
    '10 SECONDS',
    '24 HOURS',
  ]);
}
