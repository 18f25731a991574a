import type { CompareOperator } from './syntax.ts';

/** What a window computes of the rows of a group. */
export type Aggregate = 'count' | 'sum' | 'avg' | 'min' | 'max';

/** `GROUP BY … HAVING aggregate operator threshold WITHIN span`, checked against the catalogue. */
export interface WindowClause {
  /** At least one column; a row in which one of them is NULL belongs to no group. */
  readonly groupBy: readonly string[];
  readonly aggregate: Aggregate;
  /** `null` only for `count(*)`. */
  readonly column: string | null;
  /** Only with `count`. */
  readonly distinct: boolean;
  readonly operator: CompareOperator;
  readonly threshold: number;
  readonly spanMs: number;
}
