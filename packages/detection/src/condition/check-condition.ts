import type { TableName } from '../catalogue/tables.ts';
import { checkCall } from './check-call.ts';
import { checkBetween, checkCompare, checkIn, checkInName } from './check-comparison.ts';
import type { CheckContext } from './check-context.ts';
import { checkMacro } from './check-macro.ts';
import { checkMatch } from './check-match.ts';
import { CheckScope } from './check-scope.ts';
import { checkBinary, checkCase, checkCast, checkNegate } from './check-value.ts';
import { checkAggregate, checkWindow } from './check-window.ts';
import type { ConditionNames } from './condition-names.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import type { Reason } from './refusal.ts';
import type { Statement, Syntax } from './syntax.ts';
import type { WindowClause } from './window-clause.ts';

const unknown: Expression = { kind: 'literal', value: null, type: 'NULL' };

/** Looks names up in the catalogue and checks types. What it refuses it notes in the scope and goes on. */
class Checker implements CheckContext {
  readonly scope: CheckScope;

  constructor(scope: CheckScope) {
    this.scope = scope;
  }

  condition(syntax: Syntax): Expression {
    const expression = this.value(syntax);
    if (typeOf(expression) === 'TEXT') {
      this.scope.note('CONDITION_TYPE', syntax.at, 'text is not a condition', [
        "name = 'text'",
        'name IS NOT NULL',
      ]);
    }
    return expression;
  }

  value(syntax: Syntax): Expression {
    switch (syntax.kind) {
      case 'literal':
        return { kind: 'literal', value: syntax.value, type: syntax.type };
      case 'column': {
        const { table, at } = syntax;
        if (table !== null && !this.scope.expectTable(table, at)) return unknown;
        return this.scope.column(syntax) ?? unknown;
      }
      case 'group':
        return this.value(syntax.item);
      case 'macro':
        return checkMacro(this, syntax);
      case 'call':
        return checkCall(this, syntax);
      case 'binary':
        return checkBinary(this, syntax);
      case 'negate':
        return checkNegate(this, syntax);
      case 'case':
        return checkCase(this, syntax);
      case 'cast':
        return checkCast(this, syntax);
      case 'logic':
      case 'not':
      case 'compare':
      case 'between':
      case 'isNull':
      case 'in':
      case 'inName':
      case 'match':
        return this.#verdict(syntax);
      default:
        return syntax satisfies never;
    }
  }

  #verdict(
    syntax: Extract<
      Syntax,
      {
        kind: 'logic' | 'not' | 'compare' | 'between' | 'isNull' | 'in' | 'inName' | 'match';
      }
    >,
  ): Expression {
    switch (syntax.kind) {
      case 'logic': {
        const items = syntax.items.map((item) => this.condition(item));
        return { kind: 'logic', operator: syntax.operator, items };
      }
      case 'not':
        return { kind: 'not', item: this.condition(syntax.item) };
      case 'compare':
        return checkCompare(this, syntax);
      case 'between':
        return checkBetween(this, syntax);
      case 'isNull':
        return { kind: 'isNull', item: this.value(syntax.item), negated: syntax.negated };
      case 'in':
        return checkIn(this, syntax);
      case 'inName':
        return checkInName(this, syntax);
      case 'match':
        return checkMatch(this, syntax);
      default:
        return syntax satisfies never;
    }
  }
}

/** What checking found: `columns` in the order in which the condition names them, or the reasons to refuse it. */
export type Checked =
  | {
      readonly ok: true;
      readonly where: Expression;
      readonly columns: readonly string[];
      readonly window: WindowClause | null;
    }
  | { readonly ok: false; readonly reasons: readonly Reason[] };

/** Looks up the names of a statement in `table` and checks its types. Tells all reasons it finds, at most `limits.errors`. */
export function checkCondition(
  statement: Statement,
  table: TableName,
  names: ConditionNames = {},
): Checked {
  const scope = new CheckScope(table, names);
  const { selection } = statement;
  if (statement.table !== null) scope.expectTable(statement.table.name, statement.table.at);
  const where = new Checker(scope).condition(statement.where);
  const window = statement.window === null ? null : checkWindow(scope, statement.window);
  const columns = [...scope.used];
  for (const item of selection) {
    if (!('distinct' in item)) scope.column(item);
    else if (window !== null) checkAggregate(scope, item);
    else scope.note('CONDITION_TYPE', item.at, 'an aggregate is selected without GROUP BY', ['*']);
  }
  if (scope.reasons.length > 0 || window === undefined)
    return { ok: false, reasons: scope.reasons };
  return { ok: true, where, columns, window };
}
