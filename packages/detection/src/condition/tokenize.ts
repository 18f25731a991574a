import { limits } from './limits.ts';
import { Refusal, quoted } from './refusal.ts';
import type { Token, TokenKind } from './token.ts';

const BLANKS = /[ \t\n\f\r]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_$]*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const SYMBOL = /->>|->|<=|>=|<>|!=|==|\|\||<<|>>|[-+*/%|&~=<>(),.@?:#!]/y;
const NUMBER_GOES_ON = /[A-Za-z0-9_.$]/;
const FORBIDDEN = /;|--|\/\*/y;
const OPERATOR_WORDS = new Set(
  'AND OR NOT LIKE ILIKE IN IS BETWEEN GLOB REGEXP MATCH CASE WHEN CAST'.split(' '),
);
const MARKS = new Set([',', '.', ')']);

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The end of the quoted part that starts at `at`; a doubled quote stands for itself. */
function endOfQuoted(text: string, at: number, quote: string): number {
  let close = text.indexOf(quote, at + 1);
  while (close >= 0 && text[close + 1] === quote) {
    close = text.indexOf(quote, close + 2);
  }
  if (close < 0) {
    throw new Refusal('CONDITION_SYNTAX', at, `the closing ${quote} is missing`);
  }
  return close + 1;
}

function refuseCharacter(text: string, at: number): never {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw new Refusal('CONDITION_SYNTAX', at, `unexpected character ${quoted(character)}`, [
    "text is written 'text'",
    'a name with other characters than A-Z, 0-9 and _ is written "name"',
  ]);
}

/** The token at `at`, and where the next one can begin. */
function tokenAt(text: string, at: number): { token: Token; next: number } {
  const quote = text[at];
  if (quote === "'" || quote === '"') {
    const next = endOfQuoted(text, at, quote);
    const value = text.slice(at + 1, next - 1).replaceAll(quote + quote, quote);
    return { token: { kind: quote === "'" ? 'text' : 'name', value, at }, next };
  }
  const forbidden = matchAt(FORBIDDEN, text, at);
  if (forbidden !== undefined) {
    throw new Refusal('CONDITION_FORBIDDEN_TOKEN', at, `${quoted(forbidden)} is not allowed`);
  }
  const kinds: readonly (readonly [TokenKind, RegExp])[] = [
    ['word', WORD],
    ['number', NUMBER],
    ['symbol', SYMBOL],
  ];
  for (const [kind, pattern] of kinds) {
    const value = matchAt(pattern, text, at);
    if (value === undefined) continue;
    const next = at + value.length;
    if (kind === 'number' && NUMBER_GOES_ON.test(text[next] ?? '')) {
      throw new Refusal('CONDITION_SYNTAX', at, 'not a number of this language', [
        '12',
        '1.5',
        '1e3',
      ]);
    }
    return { token: { kind, value, at }, next };
  }
  return refuseCharacter(text, at);
}

function checkCharacters(text: string): void {
  if (text.length > limits.characters) {
    const message = `the condition is longer than ${limits.characters} characters`;
    throw new Refusal('CONDITION_TOO_LONG', 0, message);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new Refusal('CONDITION_FORBIDDEN_TOKEN', nul, 'NUL is not allowed');
  const half = /\p{Surrogate}/u.exec(text);
  if (half !== null) {
    throw new Refusal(
      'CONDITION_FORBIDDEN_TOKEN',
      half.index,
      'half of a surrogate pair is not allowed',
    );
  }
}

/** Refuses more operators or commas than the limits allow, at the first that is too many. */
function checkCounts(tokens: readonly Token[]): void {
  let operators = 0;
  let commas = 0;
  for (const { kind, value, at } of tokens) {
    if (value === ',' && kind === 'symbol') commas += 1;
    else if (kind === 'symbol' && !MARKS.has(value)) operators += 1;
    else if (kind === 'word' && OPERATOR_WORDS.has(value.toUpperCase())) operators += 1;
    if (operators > limits.operators) {
      const message = `the condition has more than ${limits.operators} operators`;
      throw new Refusal('CONDITION_TOO_MANY_OPERATORS', at, message, ['IN (…) for lists']);
    }
    if (commas > limits.commas) {
      const message = `the condition has more than ${limits.commas} commas`;
      throw new Refusal('CONDITION_TOO_MANY_COMMAS', at, message);
    }
  }
}

/**
 * The tokens of a condition, ended by one of kind `end`. Throws a `Refusal` for text that is too long, has characters or marks
 * that no condition may have, or more operators or commas than `limits`. Time is linear in the length.
 */
export function tokenize(text: string): readonly Token[] {
  checkCharacters(text);
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(BLANKS, text, at)?.length ?? 0;
    if (at >= text.length) break;
    const { token, next } = tokenAt(text, at);
    tokens.push(token);
    at = next;
  }
  checkCounts(tokens);
  tokens.push({ kind: 'end', value: '', at: text.length });
  return tokens;
}
