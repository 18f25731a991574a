import { affinityOf } from './affinity.ts';
import type { Value } from './column-value.ts';
import { constantValue, mapValue, readValue } from './column-value.ts';
import type { Expression } from './expression.ts';
import { identity, order, same, toNumeric, toText } from './sql-value.ts';
import type { Present, SqlValue } from './sql-value.ts';
import type { CompareOperator, LiteralValue, StaticType } from './syntax.ts';

type Affinity = StaticType | undefined;

const accepts: Readonly<Record<CompareOperator, (a: Present, b: Present) => boolean>> = {
  '=': same,
  '<>': (a, b) => !same(a, b),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
};

function isNumeric(affinity: Affinity): boolean {
  return affinity === 'INTEGER' || affinity === 'REAL';
}

function unchanged(value: Present): SqlValue {
  return value;
}

/** What a comparison does to both sides: numeric beside a numeric column, text where a text column meets what is no column. */
function conversion(a: Affinity, b: Affinity): (value: Present) => SqlValue {
  if (isNumeric(a) || isNumeric(b)) return toNumeric;
  return (a === 'TEXT') === (b === 'TEXT') ? unchanged : toText;
}

/** The value after the conversion; a column that has the wanted type already is left as it is. */
function converted(
  expression: Expression,
  value: Value,
  convert: (value: Present) => SqlValue,
): Value {
  const affinity = affinityOf(expression);
  const isDone = convert === toNumeric ? isNumeric(affinity) : affinity === 'TEXT';
  return isDone || convert === unchanged ? value : mapValue(value, convert);
}

/** The comparison of two values that the expressions have: 1, 0 or NULL. */
export function comparator(
  operator: CompareOperator,
  left: Expression,
  right: Expression,
): (a: SqlValue, b: SqlValue) => SqlValue {
  const convert = conversion(affinityOf(left), affinityOf(right));
  const accept = accepts[operator];
  return (a, b) => {
    const x = a === null ? null : convert(a);
    const y = b === null ? null : convert(b);
    return x === null || y === null ? null : Number(accept(x, y));
  };
}

/** 1, 0 or NULL: whether `left operator right`. `values` are the compiled sides. */
export function compareValues(
  operator: CompareOperator,
  sides: readonly [Expression, Expression],
  values: readonly [Value, Value],
): Value {
  const convert = conversion(affinityOf(sides[0]), affinityOf(sides[1]));
  const left = converted(sides[0], values[0], convert);
  const right = converted(sides[1], values[1], convert);
  const accept = accepts[operator];
  if (left.kind === 'constant') {
    const a = left.value;
    return a === null ? constantValue(null) : mapValue(right, (b) => Number(accept(a, b)));
  }
  if (right.kind === 'constant') {
    const b = right.value;
    return b === null ? constantValue(null) : mapValue(left, (a) => Number(accept(a, b)));
  }
  return readValue((row) => {
    const a = left.read(row);
    if (a === null) return null;
    const b = right.read(row);
    return b === null ? null : Number(accept(a, b));
  });
}

/**
 * 1, 0 or NULL: whether the item is a text in the column's list, or is not if `negated`; as `item IN (SELECT value FROM
 * json_each(column))`. A row without the list has an empty one, in which nothing is, not even NULL.
 */
export function inListColumn(
  item: Expression,
  value: Value,
  column: string,
  negated: boolean,
): Value {
  const compared = converted(item, value, conversion(affinityOf(item), undefined));
  const isText = affinityOf(item) === undefined || affinityOf(item) === 'TEXT';
  return readValue((row) => {
    const list: unknown = row[column];
    if (!Array.isArray(list) || list.length === 0) return Number(negated);
    const wanted = compared.kind === 'constant' ? compared.value : compared.read(row);
    if (wanted === null) return null;
    const isThere = isText
      ? list.includes(wanted)
      : list.some((entry) => typeof entry === 'string' && isSameNumber(entry, wanted));
    return Number(isThere !== negated);
  });
}

function isSameNumber(entry: string, wanted: Present): boolean {
  const number = toNumeric(entry);
  return number !== null && same(number, wanted);
}

/**
 * 1, 0 or NULL: whether the item is one of the list, or is not if `negated`. The affinity of the item goes for the list. An item
 * that is not in a list with NULL gives NULL.
 */
export function inList(
  item: Expression,
  value: Value,
  list: readonly LiteralValue[],
  negated: boolean,
): Value {
  const convert = conversion(affinityOf(item), undefined);
  const keys = new Set<Present>();
  for (const entry of list) {
    const key = entry === null ? null : convert(entry);
    if (key !== null) keys.add(identity(key));
  }
  const absent = list.includes(null) ? null : Number(negated);
  const present = Number(!negated);
  return mapValue(converted(item, value, convert), (key) =>
    keys.has(identity(key)) ? present : absent,
  );
}
