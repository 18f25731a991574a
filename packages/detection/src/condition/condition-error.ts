import type { ConditionErrorCode } from './condition-errors.ts';

/** One reason why a condition is refused. */
export interface ConditionError {
  readonly code: ConditionErrorCode;
  /** One line; text of the condition in it is cut and escaped. */
  readonly message: string;
  /** Line in the text, from 1. Lines end at LF. */
  readonly line: number;
  /** Column in the line, from 1, in code points. */
  readonly column: number;
  /** What may stand there; empty when there is no short list. */
  readonly allowed: readonly string[];
}

/** `line:column CODE message (allowed: …)`, one line of printable text. */
export function formatConditionError(error: ConditionError): string {
  const allowed = error.allowed.length === 0 ? '' : ` (allowed: ${error.allowed.join(', ')})`;
  return `${error.line}:${error.column} ${error.code} ${error.message}${allowed}`;
}
