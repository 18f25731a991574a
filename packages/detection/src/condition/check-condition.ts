import type { Columns } from '../catalogue/column.ts';
import type { TableName } from '../catalogue/tables.ts';
import { tables } from '../catalogue/tables.ts';
import { columnAffinity } from './column-affinity.ts';
import type { ConditionErrorCode } from './condition-errors.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import { findFunction, functionNames } from './function-table.ts';
import { limits } from './limits.ts';
import { nearestNames } from './nearest-names.ts';
import { quoted } from './refusal.ts';
import type { Reason } from './refusal.ts';
import { isReservedFunction } from './reserved.ts';
import type { LiteralValue, Statement, Syntax } from './syntax.ts';

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const unknown: Expression = { kind: 'literal', value: null, type: 'NULL' };
const noReal = 'takes no REAL: a REAL has no text that all readers agree on';

/** Looks names up in the catalogue and checks types. What it refuses it notes in `reasons` and goes on. */
class Checker {
  readonly reasons: Reason[] = [];
  /** Columns in the order in which the condition names them. */
  readonly used = new Set<string>();
  readonly #table: TableName;
  readonly #columns: Columns;

  constructor(table: TableName) {
    this.#table = table;
    this.#columns = tables[table];
  }

  /** Notes unless the statement names no table, or this one. */
  table(named: Statement['table']): void {
    if (named === null || named.name.toLowerCase() === this.#table) return;
    const message = `the condition is about ${this.#table}, not ${quoted(named.name)}`;
    this.#note('CONDITION_UNKNOWN_TABLE', named.at, message, [this.#table]);
  }

  /** A condition: text is none, a number is true when it is not 0. */
  condition(syntax: Syntax): Expression {
    const expression = this.#value(syntax);
    if (typeOf(expression) === 'TEXT') {
      this.#note('CONDITION_TYPE', syntax.at, 'text is not a condition', [
        "name = 'text'",
        'name IS NOT NULL',
      ]);
    }
    return expression;
  }

  #note(
    code: ConditionErrorCode,
    at: number,
    message: string,
    allowed: readonly string[] = [],
  ): Expression {
    if (this.reasons.length < limits.errors) this.reasons.push({ code, at, message, allowed });
    return unknown;
  }

  #value(syntax: Syntax): Expression {
    switch (syntax.kind) {
      case 'literal':
        return { kind: 'literal', value: syntax.value, type: syntax.type };
      case 'column':
        return this.#column(syntax);
      case 'call':
        return this.#call(syntax);
      case 'group':
        return this.#value(syntax.item);
      case 'logic': {
        const items = syntax.items.map((item) => this.condition(item));
        return { kind: 'logic', operator: syntax.operator, items };
      }
      case 'not':
        return { kind: 'not', item: this.condition(syntax.item) };
      case 'compare':
        return this.#compare(syntax);
      case 'isNull':
        return { kind: 'isNull', item: this.#value(syntax.item), negated: syntax.negated };
      case 'in':
        return this.#in(syntax);
      case 'like':
        return this.#like(syntax);
      default:
        return syntax satisfies never;
    }
  }

  #column({ table, name, at }: Of<'column'>): Expression {
    if (table !== null && table.toLowerCase() !== this.#table) {
      return this.#note('CONDITION_UNKNOWN_TABLE', at, `there is no table ${quoted(table)} here`, [
        this.#table,
      ]);
    }
    const key = name.toLowerCase();
    const column = Object.hasOwn(this.#columns, key) ? this.#columns[key] : undefined;
    if (column === undefined) {
      const near = nearestNames(name, Object.keys(this.#columns));
      return this.#note(
        'CONDITION_UNKNOWN_COLUMN',
        at,
        `${this.#table} has no column ${quoted(name)}`,
        near,
      );
    }
    this.used.add(key);
    return {
      kind: 'column',
      name: key,
      columnType: column.type,
      type: columnAffinity[column.type],
    };
  }

  #call({ name, args, at }: Of<'call'>): Expression {
    const called = findFunction(name);
    if (called === undefined) {
      return isReservedFunction(name.toUpperCase())
        ? this.#note(
            'CONDITION_RESERVED',
            at,
            `the function ${quoted(name)} is not evaluated`,
            functionNames,
          )
        : this.#note(
            'CONDITION_UNKNOWN_FUNCTION',
            at,
            `there is no function ${quoted(name)}`,
            functionNames,
          );
    }
    const [first] = args;
    if (first === undefined || args.length > 1) {
      return this.#note('CONDITION_TYPE', at, `${called.name} takes one value`, [
        `${called.name}(column)`,
      ]);
    }
    const argument = this.#value(first);
    if (typeOf(argument) === 'REAL')
      return this.#note('CONDITION_TYPE', at, `${called.name} ${noReal}`);
    return { kind: 'call', name: called.name, argument, type: called.type };
  }

  #compare({ operator, left, right, at }: Of<'compare'>): Expression {
    const a = this.#value(left);
    const b = this.#value(right);
    this.#comparable(a, b, at);
    return { kind: 'compare', operator, left: a, right: b };
  }

  /** A text column beside a REAL that is no column would turn it into text. */
  #comparable(left: Expression, right: Expression, at: number): void {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const isText = one.kind === 'column' && one.type === 'TEXT';
      if (isText && other.kind !== 'column' && typeOf(other) === 'REAL') {
        this.#note('CONDITION_TYPE', at, `the text column ${one.name} is compared with a REAL`, [
          'text',
          'a whole number',
        ]);
      }
    }
  }

  #in({ item, list, negated }: Of<'in'>): Expression {
    const left = this.#value(item);
    const values: LiteralValue[] = [];
    for (const entry of list) {
      if (entry.kind === 'literal') {
        this.#comparable(left, { kind: 'literal', value: entry.value, type: entry.type }, entry.at);
        values.push(entry.value);
      } else {
        this.#note('CONDITION_TYPE', entry.at, 'an IN list takes literals', [
          "'text'",
          'a number',
          'NULL',
        ]);
      }
    }
    return { kind: 'in', item: left, list: values, negated };
  }

  #like({ item, pattern, escape, negated, at }: Of<'like'>): Expression {
    const left = this.#value(item);
    if (typeOf(left) === 'REAL') return this.#note('CONDITION_TYPE', at, `LIKE ${noReal}`);
    const isPattern =
      pattern.kind === 'literal' && (pattern.type === 'TEXT' || pattern.type === 'NULL');
    if (!isPattern) {
      return this.#note('CONDITION_TYPE', pattern.at, 'the pattern of LIKE is a text literal', [
        "'%text%'",
      ]);
    }
    const letter = escape === null ? null : this.#escape(escape);
    const text = pattern.value === null ? null : String(pattern.value);
    return { kind: 'like', item: left, pattern: text, escape: letter, negated };
  }

  #escape(escape: Syntax): string | null {
    const value = escape.kind === 'literal' ? escape.value : null;
    const isLetter = typeof value === 'string' && Array.from(value).length === 1;
    if (isLetter && value !== '%' && value !== '_') return value;
    this.#note('CONDITION_TYPE', escape.at, 'ESCAPE takes one character that is no wildcard', [
      "'!'",
    ]);
    return null;
  }
}

/** What checking found: `columns` in the order in which the condition names them, or the reasons to refuse it. */
export type Checked =
  | { readonly ok: true; readonly where: Expression; readonly columns: readonly string[] }
  | { readonly ok: false; readonly reasons: readonly Reason[] };

/** Looks up the names of a statement in `table` and checks its types. Tells all reasons it finds, at most `limits.errors`. */
export function checkCondition(statement: Statement, table: TableName): Checked {
  const checker = new Checker(table);
  checker.table(statement.table);
  const where = checker.condition(statement.where);
  if (checker.reasons.length > 0) return { ok: false, reasons: checker.reasons };
  return { ok: true, where, columns: [...checker.used] };
}
