import type { TableName } from '../catalogue/tables.ts';
import { tables } from '../catalogue/tables.ts';
import { checkCondition } from './check-condition.ts';
import { compileTest } from './compile-expression.ts';
import type { ConditionError } from './condition-error.ts';
import type { ConditionNames } from './condition-names.ts';
import type { Expression } from './expression.ts';
import { foldConstants } from './fold-constants.ts';
import { nearestNames } from './nearest-names.ts';
import { parseCondition } from './parse-condition.ts';
import { Refusal, locate, quoted } from './refusal.ts';
import type { Reason } from './refusal.ts';
import type { Statement } from './syntax.ts';
import { tokenize } from './tokenize.ts';
import type { WindowClause } from './window-clause.ts';

/** A condition over the rows of one table. Frozen; it may be used for any number of rows. */
export interface Condition {
  readonly text: string;
  readonly table: TableName;
  /** The columns that the condition reads, in the order in which it names them. */
  readonly columns: readonly string[];
  /** What is evaluated: macros and lists put in, constants folded. */
  readonly plan: Expression;
  /** What is asked of the rows that match, together; `null` when each row is decided alone. `matches` does not look at it. */
  readonly window: WindowClause | null;
  /**
   * Whether the condition is TRUE for the row; FALSE and NULL are both `false`. A missing value, and
   * one that is not of its column's type, is NULL. Never throws.
   */
  matches(row: object): boolean;
}

/** A condition, or every reason that was found to refuse it; at least one, at most 16. */
export type CompileResult =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly errors: readonly ConditionError[] };

function refused(reasons: readonly Reason[], text: string): CompileResult {
  return { ok: false, errors: reasons.map((reason) => locate(reason, text)) };
}

function parse(text: string): Statement | Reason {
  try {
    return parseCondition(tokenize(text));
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

/**
 * Compiles a condition, bare or as `SELECT … FROM table WHERE …`, for rows of `table`; `names` has the macros and lists that it may
 * name. The language is described in
 * docs/conditions.md; verdicts equal those of SQLite on the same row. Never throws for any text; time is bounded by the limits
 * of the language, without generated code.
 */
export function compileCondition(
  text: string,
  table: TableName,
  names: ConditionNames = {},
): CompileResult {
  if (!Object.hasOwn(tables, table)) {
    const allowed = nearestNames(table, Object.keys(tables));
    return refused(
      [
        {
          code: 'CONDITION_UNKNOWN_TABLE',
          at: 0,
          message: `there is no table ${quoted(table)}`,
          allowed,
        },
      ],
      text,
    );
  }
  const statement = parse(text);
  if ('code' in statement) return refused([statement], text);
  const checked = checkCondition(statement, table, names);
  if (!checked.ok) return refused(checked.reasons, text);
  const { columns, window } = checked;
  const plan = foldConstants(checked.where);
  const test = compileTest(plan, true);
  const matches = typeof test === 'boolean' ? () => test : test;
  const condition: Condition = { text, table, columns, plan, window, matches };
  return { ok: true, condition: Object.freeze(condition) };
}
