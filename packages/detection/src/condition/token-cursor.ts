import { reservedConstruct } from './reserved.ts';
import { Refusal, quoted } from './refusal.ts';
import type { Token } from './token.ts';

/** Walks over tokens; the last one is of kind `end` and is never passed. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', value: '', at: 0 };
  }

  /** The token `ahead` places on, without passing it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? this.#end;
  }

  /** The word in capitals or the mark that is `ahead` places on; empty for names, literals and the end. */
  keyword(ahead = 0): string {
    const { kind, value } = this.peek(ahead);
    if (kind === 'word') return value.toUpperCase();
    return kind === 'symbol' ? value : '';
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  /** Passes the next token and says so, if it is that word (in capitals) or mark. */
  accept(keyword: string): boolean {
    if (this.keyword() !== keyword) return false;
    this.#next += 1;
    return true;
  }

  /** Passes that word or mark; throws a `Refusal` when something else stands there. */
  expect(keyword: string): Token {
    if (this.keyword() !== keyword) return this.refuse([keyword]);
    return this.take();
  }

  /** Refuses the next token: as reserved if it begins a construct that is not evaluated, else as a syntax error. */
  refuse(allowed: readonly string[]): never {
    const { kind, value, at } = this.peek();
    const construct = reservedConstruct(this.keyword());
    if (construct !== undefined) {
      throw new Refusal(
        'CONDITION_RESERVED',
        at,
        `${construct} is not evaluated: ${quoted(value)}`,
      );
    }
    const found =
      kind === 'end'
        ? 'the text ends'
        : `unexpected ${kind === 'text' ? 'text ' : ''}${quoted(value)}`;
    throw new Refusal('CONDITION_SYNTAX', at, found, allowed);
  }
}
