import type { WindowClause } from '@daemoneye/detection';

/** A window in the words of the language; `none` for none. */
export function windowText(window: WindowClause | null): string {
  if (window === null) return 'none';
  const { aggregate, column, distinct, groupBy, operator, spanMs, threshold } = window;
  const argument = `${distinct ? 'DISTINCT ' : ''}${column ?? '*'}`;
  const having = `HAVING ${aggregate}(${argument}) ${operator} ${threshold}`;
  return `GROUP BY ${groupBy.join(', ')} ${having} WITHIN ${spanMs / 1_000} SECONDS`;
}
