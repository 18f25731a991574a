import { linearRegexp } from '../regexp/linear-regexp.ts';
import { regexpSize } from '../regexp/regexp-size.ts';
import type { CheckContext } from './check-context.ts';
import { noReal } from './check-scope.ts';
import type { CheckScope } from './check-scope.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import { limits } from './limits.ts';
import type { Syntax } from './syntax.ts';

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

/** LIKE, GLOB and REGEXP: the pattern is a literal, and one of REGEXP is compiled to see that it can be. */
export function checkMatch(context: CheckContext, syntax: Of<'match'>): Expression {
  const { scope } = context;
  const { operator, pattern, negated, at } = syntax;
  const item = context.value(syntax.item);
  if (typeOf(item) === 'REAL') return scope.note('CONDITION_TYPE', at, `${operator} ${noReal}`);
  const isPattern =
    pattern.kind === 'literal' && (pattern.type === 'TEXT' || pattern.type === 'NULL');
  if (!isPattern) {
    const message = `the pattern of ${operator} is a text literal`;
    return scope.note('CONDITION_TYPE', pattern.at, message, ["'%text%'"]);
  }
  const text = pattern.value === null ? null : String(pattern.value);
  const escape = syntax.escape === null ? null : checkEscape(scope, syntax.escape);
  if (operator === 'REGEXP' && text !== null) checkRegexp(scope, text, pattern.at);
  return { kind: 'match', operator, item, pattern: text, escape, negated };
}

function checkEscape(scope: CheckScope, escape: Syntax): string | null {
  const value = escape.kind === 'literal' ? escape.value : null;
  const isLetter = typeof value === 'string' && Array.from(value).length === 1;
  if (isLetter && value !== '%' && value !== '_') return value;
  scope.note('CONDITION_TYPE', escape.at, 'ESCAPE takes one character that is no wildcard', [
    "'!'",
  ]);
  return null;
}

/** The size of all patterns of a condition is bounded together: compiling takes time by their size. */
function checkRegexp(scope: CheckScope, pattern: string, at: number): void {
  if (pattern.length > limits.patternCharacters) {
    const message = `the pattern is longer than ${limits.patternCharacters} characters`;
    scope.note('CONDITION_PATTERN', at, message);
    return;
  }
  if (scope.patternSize > limits.patternSize) return;
  scope.patternSize += regexpSize(pattern);
  if (scope.patternSize > limits.patternSize) {
    const message = `the patterns become more than ${limits.patternSize} instructions`;
    scope.note('CONDITION_PATTERN', at, message, ['smaller counted repeats']);
    return;
  }
  const compiled = linearRegexp(pattern);
  if (!compiled.ok) scope.note('CONDITION_PATTERN', at, compiled.message, ['RE2 syntax']);
}
