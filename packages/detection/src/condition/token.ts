/**
 * `word`: a bare name or keyword, as written. `name`: a name that was quoted with ", unquoted. `text`: a text literal, unquoted.
 * `number`: its digits as written. `symbol`: an operator or a mark. `end`: behind the last character.
 */
export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  /** First UTF-16 unit in the text, from 0. */
  readonly at: number;
}
