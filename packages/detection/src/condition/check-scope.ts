import type { Columns } from '../catalogue/column.ts';
import type { TableName } from '../catalogue/tables.ts';
import { tables } from '../catalogue/tables.ts';
import { columnAffinity } from './column-affinity.ts';
import type { ConditionErrorCode } from './condition-errors.ts';
import type { ConditionNames } from './condition-names.ts';
import type { Expression } from './expression.ts';
import { limits } from './limits.ts';
import { nearestNames } from './nearest-names.ts';
import { locate, quoted } from './refusal.ts';
import type { Reason } from './refusal.ts';
import type { NameSyntax } from './syntax.ts';

type ColumnExpression = Extract<Expression, { kind: 'column' }>;

const unknown: Expression = { kind: 'literal', value: null, type: 'NULL' };

/** Why an operator or a function that reads text refuses a REAL. */
export const noReal = 'takes no REAL: a REAL has no text that all readers agree on';

/** A macro whose text is being checked, and where the condition names it. */
export interface MacroPlace {
  readonly name: string;
  readonly text: string;
  /** Place in the text of the condition, also for a macro that another one names. */
  readonly at: number;
}

/** What names mean in one condition, what it has used of its limits, and the reasons to refuse it. */
export class CheckScope {
  readonly reasons: Reason[] = [];
  /** Columns in the order in which the condition names them. */
  readonly used = new Set<string>();
  readonly names: ConditionNames;
  readonly table: TableName;
  /** Macros being checked, outermost first. */
  readonly macros: MacroPlace[] = [];
  expandedCharacters = 0;
  patternSize = 0;
  readonly #columns: Columns;

  constructor(table: TableName, names: ConditionNames) {
    this.table = table;
    this.names = names;
    this.#columns = tables[table];
  }

  /** Notes a reason and stands in for the expression that has it. Inside a macro its place is told in the message. */
  note(
    code: ConditionErrorCode,
    at: number,
    message: string,
    allowed: readonly string[] = [],
  ): Expression {
    if (this.reasons.length >= limits.errors) return unknown;
    const reason: Reason = { code, at, message, allowed };
    const macro = this.macros.at(-1);
    if (macro === undefined) {
      this.reasons.push(reason);
    } else {
      const { line, column } = locate(reason, macro.text);
      const where = `in macro ${quoted(macro.name)} ${line}:${column}: ${message}`;
      this.reasons.push({ ...reason, at: macro.at, message: where });
    }
    return unknown;
  }

  /** Notes unless the name is that of the table. */
  expectTable(name: string, at: number): boolean {
    if (name.toLowerCase() === this.table) return true;
    const message = `the condition is about ${this.table}, not ${quoted(name)}`;
    this.note('CONDITION_UNKNOWN_TABLE', at, message, [this.table]);
    return false;
  }

  /** The column of that name if the table has one. */
  findColumn(name: string): ColumnExpression | undefined {
    const key = name.toLowerCase();
    const column = Object.hasOwn(this.#columns, key) ? this.#columns[key] : undefined;
    if (column === undefined) return undefined;
    const { type } = column;
    return { kind: 'column', name: key, columnType: type, type: columnAffinity[type] };
  }

  /** The column of that name, used from now on; notes and gives `undefined` when there is none. */
  column({ name, at }: NameSyntax): ColumnExpression | undefined {
    const column = this.findColumn(name);
    if (column !== undefined) {
      this.used.add(column.name);
      return column;
    }
    const near = nearestNames(name, Object.keys(this.#columns));
    const message = `${this.table} has no column ${quoted(name)}`;
    this.note('CONDITION_UNKNOWN_COLUMN', at, message, near);
    return undefined;
  }
}
