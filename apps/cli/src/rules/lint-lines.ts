import { envelope } from '@daemoneye/detection';
import type { Rule, RuleRefusal, RuleSet } from '@daemoneye/trigger-service';

/** What a rule does with the rows for which its condition is true: each is a match, or they are counted in a window. */
export type RuleKind = 'condition' | 'window';

/** One rule as `deye rules lint` tells of it; a file that holds no rule that can be read is one line, too. */
export interface LintLine {
  readonly rule: string | null;
  readonly file: string;
  /** From 1; 0 when it concerns the whole file. */
  readonly line: number;
  readonly ok: boolean;
  /** Null when the rule is refused. */
  readonly kind: RuleKind | null;
  /** `table.column` of what collectors have to fill. */
  readonly needs: readonly string[];
  readonly errors: readonly LintError[];
}

/** Why a rule is refused. */
export interface LintError {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  /** Place, code and reason in one printable line. */
  readonly message: string;
}

export function kindOf(rule: Rule): RuleKind {
  return rule.condition.window === null ? 'condition' : 'window';
}

/** What collectors have to fill for the rule; the runtime fills the columns that every event has. */
export function needsOf({ table, condition }: Rule): readonly string[] {
  return condition.columns
    .filter((column) => !Object.hasOwn(envelope, column))
    .map((column) => `${table}.${column}`);
}

function passed(rule: Rule): LintLine {
  const { id, file, line } = rule;
  return { rule: id, file, line, ok: true, kind: kindOf(rule), needs: needsOf(rule), errors: [] };
}

function failed({ rule, file, line, column, code, message }: RuleRefusal): LintLine {
  const errors = [{ code, line, column, message }];
  return { rule, file, line, ok: false, kind: null, needs: [], errors };
}

/** A line per rule of the set, by file and place. */
export function lintLines(set: RuleSet): readonly LintLine[] {
  return [...set.rules.map(passed), ...set.refused.map(failed)].toSorted((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
  );
}
