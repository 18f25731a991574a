import type { Value } from './column-value.ts';
import { columnValue, constantValue, mapValue, readValue } from './column-value.ts';
import { compareValues, inList } from './compile-comparison.ts';
import type { Expression } from './expression.ts';
import type { FunctionName } from './function-table.ts';
import { likePattern } from './like-pattern.ts';
import type { RowTest } from './row-test.ts';
import { allOf, anyOf } from './row-test.ts';
import type { SqlValue } from './sql-value.ts';
import { lengthOf, lowerAscii, toText, upperAscii } from './sql-value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const functions: Readonly<Record<FunctionName, (text: string) => SqlValue>> = {
  LENGTH: lengthOf,
  LOWER: lowerAscii,
  UPPER: upperAscii,
};

/**
 * The test "the expression is true" or, unless `wanted`, "the expression is false"; NULL is neither. NOT asks for the other test,
 * AND and OR combine the tests of their items: between them there is no third value.
 */
export function compileTest(expression: Expression, wanted: boolean): RowTest {
  if (expression.kind === 'not') return compileTest(expression.item, !wanted);
  if (expression.kind === 'logic') {
    const tests = expression.items.map((item) => compileTest(item, wanted));
    return (expression.operator === 'AND') === wanted ? allOf(tests) : anyOf(tests);
  }
  if (expression.kind === 'compare') {
    const test = textEquality(expression, wanted);
    if (test !== undefined) return test;
  }
  const truth = truthOf(expression);
  const answer = Number(wanted);
  if (truth.kind === 'constant') return truth.value === answer;
  const { read } = truth;
  return (row) => read(row) === answer;
}

/** The most frequent comparison, a text column with a text, without the general path: it takes a quarter of the time. */
function textEquality(
  { operator, left, right }: Of<'compare'>,
  wanted: boolean,
): RowTest | undefined {
  const isEquality = operator === '=' || operator === '<>';
  if (!isEquality || left.kind !== 'column' || left.columnType !== 'text') return undefined;
  if (right.kind !== 'literal' || typeof right.value !== 'string') return undefined;
  const { name } = left;
  const { value: text } = right;
  if ((operator === '=') === wanted) return (row) => row[name] === text;
  return (row) => {
    const value = row[name];
    return typeof value === 'string' && value !== text;
  };
}

/** The expression as a condition: 1, 0 or NULL. */
function truthOf(expression: Expression): Value {
  const value = compileValue(expression);
  const isNumber =
    expression.kind === 'column' || expression.kind === 'call' || expression.kind === 'literal';
  return isNumber ? mapValue(value, (present) => Number(Number(present) !== 0)) : value;
}

/** Every part is compiled, and read per row, at most once: the cost is linear in the size of the expression. */
function compileValue(expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return constantValue(expression.value);
    case 'column':
      return columnValue(expression.name, expression.columnType);
    case 'call': {
      const apply = functions[expression.name];
      return mapValue(compileValue(expression.argument), (value) => apply(toText(value)));
    }
    case 'not':
      return mapValue(truthOf(expression.item), (value) => 1 - Number(value));
    case 'logic':
      return logicValue(expression);
    case 'compare': {
      const { left, right, operator } = expression;
      return compareValues(operator, [left, right], [compileValue(left), compileValue(right)]);
    }
    case 'isNull':
      return nullValue(compileValue(expression.item), expression.negated);
    case 'in':
      return inList(
        expression.item,
        compileValue(expression.item),
        expression.list,
        expression.negated,
      );
    case 'like':
      return likeValue(expression);
    default:
      return expression satisfies never;
  }
}

/** AND and OR used as an operand: the deciding value if an item has it, else NULL if one is NULL. */
function logicValue({ operator, items }: Of<'logic'>): Value {
  const deciding = operator === 'AND' ? 0 : 1;
  const truths = items.map(truthOf);
  return readValue((row) => {
    let result: SqlValue = 1 - deciding;
    for (const truth of truths) {
      const value = truth.kind === 'constant' ? truth.value : truth.read(row);
      if (value === deciding) return deciding;
      if (value === null) result = null;
    }
    return result;
  });
}

function nullValue(value: Value, negated: boolean): Value {
  if (value.kind === 'constant') return constantValue(Number((value.value === null) !== negated));
  const { read } = value;
  return readValue((row) => Number((read(row) === null) !== negated));
}

function likeValue({ item, pattern, escape, negated }: Of<'like'>): Value {
  if (pattern === null) return constantValue(null);
  const test = likePattern(pattern, escape);
  return mapValue(compileValue(item), (present) => Number(test(toText(present)) !== negated));
}
