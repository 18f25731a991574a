import type { CompareOperator, ValueOperator } from './syntax.ts';

/** How tightly the operators bind, loosest first, as in SQLite's grammar. */
export const power = {
  or: 1,
  and: 2,
  not: 3,
  equality: 4,
  order: 5,
  sum: 6,
  product: 7,
  concat: 8,
} as const;

/** The comparison operators by spelling, with what they mean and how tightly they bind. */
export const comparisons = new Map<string, readonly [CompareOperator, number]>([
  ['=', ['=', power.equality]],
  ['==', ['=', power.equality]],
  ['<>', ['<>', power.equality]],
  ['!=', ['<>', power.equality]],
  ['<', ['<', power.order]],
  ['<=', ['<=', power.order]],
  ['>', ['>', power.order]],
  ['>=', ['>=', power.order]],
]);

/** The operators of two values by spelling, with how tightly they bind. */
export const valueOperators = new Map<string, readonly [ValueOperator, number]>([
  ['+', ['+', power.sum]],
  ['-', ['-', power.sum]],
  ['*', ['*', power.product]],
  ['/', ['/', power.product]],
  ['%', ['%', power.product]],
  ['||', ['||', power.concat]],
]);

/** The words that make a predicate of an operand; they bind like equality. */
export const predicates = new Set(['LIKE', 'ILIKE', 'GLOB', 'REGEXP', 'BETWEEN', 'IN', 'IS']);
