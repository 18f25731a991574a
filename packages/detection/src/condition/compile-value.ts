import { castTo } from './cast-value.ts';
import { isInNetwork, parseNetwork } from './cidr.ts';
import type { Value } from './column-value.ts';
import { columnValue, constantValue, mapValue, readValue } from './column-value.ts';
import { numberOperation } from './arithmetic.ts';
import { callValue } from './compile-call.ts';
import { comparator, compareValues, inList, inListColumn } from './compile-comparison.ts';
import type { Expression } from './expression.ts';
import { matcher } from './matcher.ts';
import type { Row } from './row-test.ts';
import type { Present, SqlValue } from './sql-value.ts';
import { toText } from './sql-value.ts';
import { boundedText } from './text-function.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const verdictKinds: ReadonlySet<Expression['kind']> = new Set([
  'logic',
  'not',
  'compare',
  'between',
  'isNull',
  'in',
  'inColumn',
  'match',
  'cidr',
]);

/** The expression as a condition: 1, 0 or NULL. */
export function truthOf(expression: Expression): Value {
  const value = compileValue(expression);
  if (verdictKinds.has(expression.kind)) return value;
  return mapValue(value, (present) => Number(Number(present) !== 0));
}

/** Every part is compiled, and read per row, at most once: the cost is linear in the size of the expression. */
export function compileValue(expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return constantValue(expression.value);
    case 'column':
      return columnValue(expression.name, expression.columnType);
    case 'call':
      return callValue(expression.name, expression.args.map(compileValue));
    case 'binary':
      return binaryValue(expression);
    case 'case':
      return caseValue(expression);
    case 'cast':
      return mapValue(compileValue(expression.item), castTo(expression.type));
    case 'not':
      return mapValue(truthOf(expression.item), (value) => 1 - Number(value));
    case 'logic':
    case 'compare':
    case 'between':
    case 'isNull':
    case 'in':
    case 'inColumn':
    case 'match':
    case 'cidr':
      return verdictValue(expression);
    default:
      return expression satisfies never;
  }
}

function verdictValue(
  expression: Of<'logic' | 'compare' | 'between' | 'isNull' | 'in' | 'inColumn' | 'match' | 'cidr'>,
): Value {
  switch (expression.kind) {
    case 'logic':
      return logicValue(expression);
    case 'compare': {
      const { left, right, operator } = expression;
      return compareValues(operator, [left, right], [compileValue(left), compileValue(right)]);
    }
    case 'between':
      return betweenValue(expression);
    case 'isNull':
      return nullValue(compileValue(expression.item), expression.negated);
    case 'in': {
      const { item, list, negated } = expression;
      return inList(item, compileValue(item), list, negated);
    }
    case 'inColumn': {
      const { item, column, negated } = expression;
      return inListColumn(item, compileValue(item), column, negated);
    }
    case 'match':
      return matchValue(expression);
    case 'cidr':
      return cidrValue(expression);
    default:
      return expression satisfies never;
  }
}

function reader(value: Value): (row: Row) => SqlValue {
  if (value.kind === 'reader') return value.read;
  return () => value.value;
}

/** The function of two values that is NULL when one is, applied at once to constants. */
function pairValue(left: Value, right: Value, apply: (a: Present, b: Present) => SqlValue): Value {
  if (right.kind === 'constant') {
    const b = right.value;
    return b === null ? constantValue(null) : mapValue(left, (a) => apply(a, b));
  }
  if (left.kind === 'constant') {
    const a = left.value;
    return a === null ? constantValue(null) : mapValue(right, (b) => apply(a, b));
  }
  return readValue((row) => {
    const a = left.read(row);
    if (a === null) return null;
    const b = right.read(row);
    return b === null ? null : apply(a, b);
  });
}

function binaryValue({ operator, left, right, type }: Of<'binary'>): Value {
  const apply =
    operator === '||'
      ? (a: Present, b: Present) => boundedText(toText(a) + toText(b))
      : numberOperation(operator, type === 'REAL');
  return pairValue(compileValue(left), compileValue(right), apply);
}

/** AND and OR used as an operand: the deciding value if an item has it, else NULL if one is NULL. */
function logicValue({ operator, items }: Of<'logic'>): Value {
  const deciding = operator === 'AND' ? 0 : 1;
  const truths = items.map(truthOf);
  const isDecided = truths.some((truth) => truth.kind === 'constant' && truth.value === deciding);
  if (isDecided) return constantValue(deciding);
  const read = (row: Row): SqlValue => {
    let result: SqlValue = 1 - deciding;
    for (const truth of truths) {
      const value = truth.kind === 'constant' ? truth.value : truth.read(row);
      if (value === deciding) return deciding;
      if (value === null) result = null;
    }
    return result;
  };
  const isConstant = truths.every((truth) => truth.kind === 'constant');
  return isConstant ? constantValue(read({})) : readValue(read);
}

/** Both ends compared with one reading of the item. FALSE of one end decides, NULL of the other or not. */
function betweenValue({ item, low, high, negated }: Of<'between'>): Value {
  const values = [item, low, high].map(compileValue);
  const [readItem, readLow, readHigh] = values.map(reader);
  const isAbove = comparator('>=', item, low);
  const isBelow = comparator('<=', item, high);
  const read = (row: Row): SqlValue => {
    const value = readItem?.(row) ?? null;
    const above = isAbove(value, readLow?.(row) ?? null);
    const below = above === 0 ? 0 : isBelow(value, readHigh?.(row) ?? null);
    if (below === 0) return Number(negated);
    return above === null || below === null ? null : Number(!negated);
  };
  const isConstant = values.every((value) => value.kind === 'constant');
  return isConstant ? constantValue(read({})) : readValue(read);
}

function caseValue({ base, arms, otherwise }: Of<'case'>): Value {
  const compared = base === null ? null : compileValue(base);
  const compiled = arms.map(({ when, result }) => ({
    when: base === null ? truthOf(when) : compileValue(when),
    result: compileValue(result),
    isEqual: base === null ? null : comparator('=', base, when),
  }));
  const last = compileValue(otherwise);
  const values = [last, ...compiled.flatMap(({ when, result }) => [when, result])];
  if (compared !== null) values.push(compared);
  const steps = compiled.map(({ when, result, isEqual }) => ({
    when: reader(when),
    result: reader(result),
    isEqual,
  }));
  const readBase = compared === null ? null : reader(compared);
  const readLast = reader(last);
  const read = (row: Row): SqlValue => {
    const value = readBase?.(row) ?? null;
    for (const { when, result, isEqual } of steps) {
      const test = when(row);
      if ((isEqual === null ? test : isEqual(value, test)) === 1) return result(row);
    }
    return readLast(row);
  };
  const isConstant = values.every(({ kind }) => kind === 'constant');
  return isConstant ? constantValue(read({})) : readValue(read);
}

function nullValue(value: Value, negated: boolean): Value {
  if (value.kind === 'constant') return constantValue(Number((value.value === null) !== negated));
  const { read } = value;
  return readValue((row) => Number((read(row) === null) !== negated));
}

function matchValue({ operator, item, pattern, escape, negated }: Of<'match'>): Value {
  if (pattern === null) return constantValue(null);
  const test = matcher(operator, pattern, escape);
  return mapValue(compileValue(item), (present) => Number(test(toText(present)) !== negated));
}

function cidrValue({ item, network }: Of<'cidr'>): Value {
  const parsed = parseNetwork(network);
  return mapValue(compileValue(item), (address) =>
    Number(parsed !== undefined && isInNetwork(toText(address), parsed)),
  );
}
