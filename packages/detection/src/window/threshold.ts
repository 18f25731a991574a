import type { CompareOperator } from '../condition/syntax.ts';

const comparisons = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
} as const satisfies Record<CompareOperator, (a: number, b: number) => boolean>;

/** Whether a result fulfils the comparison; NULL never does. */
export function holds(
  result: number | null,
  operator: CompareOperator,
  threshold: number,
): boolean {
  return result !== null && comparisons[operator](result, threshold);
}
