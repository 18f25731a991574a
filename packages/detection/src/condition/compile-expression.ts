import { commonTest } from './compile-common-test.ts';
import { truthOf } from './compile-value.ts';
import type { Expression } from './expression.ts';
import type { RowTest } from './row-test.ts';
import { allOf, anyOf } from './row-test.ts';

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
    const test = commonTest(expression, wanted);
    if (test !== undefined) return test;
  }
  const truth = truthOf(expression);
  const answer = Number(wanted);
  if (truth.kind === 'constant') return truth.value === answer;
  const { read } = truth;
  return (row) => read(row) === answer;
}
