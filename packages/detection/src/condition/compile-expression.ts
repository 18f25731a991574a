import { truthOf } from './compile-value.ts';
import type { Expression } from './expression.ts';
import type { RowTest } from './row-test.ts';
import { allOf, anyOf } from './row-test.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

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
