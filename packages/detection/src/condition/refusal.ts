import type { ConditionError } from './condition-error.ts';
import type { ConditionErrorCode } from './condition-errors.ts';

/** A reason to refuse, as the stages of the compiler hand it on: `at` counts UTF-16 units from 0. */
export interface Reason {
  readonly code: ConditionErrorCode;
  readonly at: number;
  readonly message: string;
  readonly allowed: readonly string[];
}

/** Carries a reason out of the tokenizer and the parser; `compileCondition` catches it. */
export class Refusal extends Error {
  readonly reason: Reason;

  constructor(
    code: ConditionErrorCode,
    at: number,
    message: string,
    allowed: readonly string[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
    this.reason = { code, at, message, allowed };
  }
}

/** The reason with its place in `text` as line and column. */
export function locate(reason: Reason, text: string): ConditionError {
  const before = text.slice(0, reason.at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    code: reason.code,
    message: reason.message,
    line: before.split('\n').length,
    column: Array.from(before.slice(lineStart)).length + 1,
    allowed: reason.allowed,
  };
}

const LONGEST_QUOTE = 40;

/** A part of the condition for a message: cut to 40 characters, everything but printable ASCII escaped. */
export function quoted(part: string): string {
  const characters = Array.from(part.slice(0, LONGEST_QUOTE * 2));
  const shown = characters.slice(0, LONGEST_QUOTE).map((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(16)}}`;
  });
  return `'${shown.join('')}${characters.length > LONGEST_QUOTE ? '…' : ''}'`;
}
