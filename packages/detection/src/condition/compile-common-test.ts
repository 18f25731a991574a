import type { Expression } from './expression.ts';
import { fits64 } from './number-literal.ts';
import type { Row } from './row-test.ts';
import { order } from './sql-value.ts';
import type { CompareOperator } from './syntax.ts';

type Comparison = Extract<Expression, { kind: 'compare' }>;
type ColumnTest = (row: Row) => boolean;

const opposite: Readonly<Record<CompareOperator, CompareOperator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

const accepts: Readonly<Record<CompareOperator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/**
 * The test "the comparison is true" or, unless `wanted`, "is false" for the most frequent comparisons: a text column with a text, a
 * number column with a number. They need no conversion; the general path takes four times as long. `undefined` for all others.
 */
export function commonTest(comparison: Comparison, wanted: boolean): ColumnTest | undefined {
  const { left, right } = comparison;
  if (left.kind !== 'column' || right.kind !== 'literal') return undefined;
  const operator = wanted ? comparison.operator : opposite[comparison.operator];
  const { name, columnType } = left;
  const { value } = right;
  if (columnType === 'text' && typeof value === 'string') return textTest(name, operator, value);
  if (typeof value !== 'number') return undefined;
  if (columnType === 'integer') return wholeTest(name, operator, value);
  return columnType === 'real' ? realTest(name, operator, value) : undefined;
}

function textTest(name: string, operator: CompareOperator, text: string): ColumnTest | undefined {
  if (operator === '=') return (row) => row[name] === text;
  if (operator !== '<>') return undefined;
  return (row) => {
    const value = row[name];
    return typeof value === 'string' && value !== text;
  };
}

function wholeTest(name: string, operator: CompareOperator, limit: number): ColumnTest {
  const accept = accepts[operator];
  return (row) => {
    const value = row[name];
    if (typeof value === 'number') return Number.isSafeInteger(value) && accept(value, limit);
    return typeof value === 'bigint' && fits64(value) && accept(order(value, limit), 0);
  };
}

function realTest(name: string, operator: CompareOperator, limit: number): ColumnTest {
  const accept = accepts[operator];
  return (row) => {
    const value = row[name];
    if (typeof value === 'number') return Number.isFinite(value) && accept(value, limit);
    return typeof value === 'bigint' && accept(Number(value), limit);
  };
}
