import { escapeTerminal } from '@daemoneye/collector-core';

/** Why a rule of the directory does not run. */
export interface RuleRefusal {
  readonly file: string;
  /** From 1; 0 when it concerns the whole file. */
  readonly line: number;
  readonly column: number;
  /** Id of the rule, when that much could be read. */
  readonly rule: string | null;
  /** A `RULE_…` code of the error table, or the code of a condition error. */
  readonly code: string;
  /** Place, code and reason in one printable line. */
  readonly message: string;
}

const MAX_REASON_LENGTH = 400;

/** A refusal with its line: `file:line:column CODE reason`. Names and reasons come from files: what is not printable is escaped. */
export function refusal(
  file: string,
  at: { readonly line: number; readonly column: number } | null,
  rule: string | null,
  code: string,
  reason: string,
): RuleRefusal {
  const place = at === null ? file : `${file}:${at.line}:${at.column}`;
  const message = escapeTerminal(`${place} ${code} ${reason.slice(0, MAX_REASON_LENGTH)}`);
  return { file, line: at?.line ?? 0, column: at?.column ?? 0, rule, code, message };
}
