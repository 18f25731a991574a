import { affinityOf } from './affinity.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckScope } from './check-scope.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import { limits } from './limits.ts';
import { nearestNames } from './nearest-names.ts';
import { exactInteger, fits64 } from './number-literal.ts';
import { quoted } from './refusal.ts';
import type { LiteralValue, Syntax } from './syntax.ts';

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

/** Notes when text would be compared with a REAL that is no column: SQLite would turn the REAL into text. */
export function expectComparable(
  scope: CheckScope,
  left: Expression,
  right: Expression,
  at: number,
): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const becomesText = affinityOf(one) === 'TEXT' && affinityOf(other) === undefined;
    if (becomesText && typeOf(other) === 'REAL') {
      const what = one.kind === 'column' ? `the text column ${one.name}` : 'a text';
      scope.note('CONDITION_TYPE', at, `${what} is compared with a REAL`, [
        'text',
        'a whole number',
      ]);
    }
  }
}

export function checkCompare(context: CheckContext, syntax: Of<'compare'>): Expression {
  const left = context.value(syntax.left);
  const right = context.value(syntax.right);
  expectComparable(context.scope, left, right, syntax.at);
  return { kind: 'compare', operator: syntax.operator, left, right };
}

export function checkBetween(context: CheckContext, syntax: Of<'between'>): Expression {
  const item = context.value(syntax.item);
  const low = context.value(syntax.low);
  const high = context.value(syntax.high);
  expectComparable(context.scope, item, low, syntax.low.at);
  expectComparable(context.scope, item, high, syntax.high.at);
  return { kind: 'between', item, low, high, negated: syntax.negated };
}

export function checkIn(context: CheckContext, { item, list, negated }: Of<'in'>): Expression {
  const { scope } = context;
  const left = context.value(item);
  const values: LiteralValue[] = [];
  for (const entry of list) {
    if (entry.kind === 'literal') {
      const { value, type, at } = entry;
      expectComparable(scope, left, { kind: 'literal', value, type }, at);
      values.push(value);
    } else {
      scope.note('CONDITION_TYPE', entry.at, 'an IN list takes literals', [
        "'text'",
        'a number',
        'NULL',
      ]);
    }
  }
  return { kind: 'in', item: left, list: values, negated };
}

/** IN with a name: a column of type list, or a list of the rules directory. */
export function checkInName(context: CheckContext, syntax: Of<'inName'>): Expression {
  const { scope } = context;
  const { name, nameAt, negated } = syntax;
  const item = context.value(syntax.item);
  const lists = scope.names.lists ?? {};
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
  const column = scope.findColumn(name);
  if (list !== undefined && column !== undefined) {
    const message = `${quoted(name)} is a list and a column`;
    return scope.note('CONDITION_LIST', nameAt, message, ['another name for the list']);
  }
  if (list !== undefined) {
    const values = listValues(scope, name, list, nameAt);
    return { kind: 'in', item, list: values, negated };
  }
  if (column?.columnType === 'list') {
    scope.used.add(column.name);
    return { kind: 'inColumn', item, column: column.name, negated };
  }
  if (column !== undefined) {
    return scope.note('CONDITION_TYPE', nameAt, `${column.name} is not a list`, ['=', '(']);
  }
  const allowed = ['(', ...nearestNames(name, Object.keys(lists))];
  return scope.note('CONDITION_UNKNOWN_LIST', nameAt, `there is no list ${quoted(name)}`, allowed);
}

function isListValue(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value === 'bigint' ? fits64(value) : Number.isSafeInteger(value);
}

function listValues(
  scope: CheckScope,
  name: string,
  list: readonly (string | number | bigint)[],
  at: number,
): readonly LiteralValue[] {
  if (list.length > limits.listValues) {
    const message = `the list ${quoted(name)} has more than ${limits.listValues} values`;
    scope.note('CONDITION_LIST', at, message);
    return [];
  }
  const odd = list.findIndex((value) => !isListValue(value));
  if (odd >= 0) {
    const message = `value ${odd + 1} of the list ${quoted(name)} is not usable`;
    scope.note('CONDITION_LIST', at, message, ['text', 'a whole number of 64 bits']);
    return [];
  }
  return list.map((value) => (typeof value === 'bigint' ? exactInteger(value) : value));
}
