import type { CheckScope } from './check-scope.ts';
import { limits } from './limits.ts';
import { quoted } from './refusal.ts';
import type { AggregateSyntax, NameSyntax, WindowSyntax } from './syntax.ts';
import type { Aggregate, WindowClause } from './window-clause.ts';

const names: ReadonlySet<string> = new Set<Aggregate>(['count', 'sum', 'avg', 'min', 'max']);

function isAggregate(name: string): name is Aggregate {
  return names.has(name);
}

type Aggregated = Pick<WindowClause, 'aggregate' | 'column' | 'distinct'>;

/** The window with its names looked up; `undefined` when a reason to refuse it is noted. */
export function checkWindow(scope: CheckScope, syntax: WindowSyntax): WindowClause | undefined {
  const groupBy = groupColumns(scope, syntax.groupBy);
  const aggregated = checkAggregate(scope, syntax.aggregate);
  const { operator, threshold, spanMs } = syntax;
  const limit = threshold.value;
  if (typeof limit !== 'number') {
    const message = 'the number behind HAVING is exact up to 2^53';
    scope.note('CONDITION_TYPE', threshold.at, message, ['a smaller number']);
    return undefined;
  }
  const isBelow = operator === '<' || operator === '<=';
  const isCount = aggregated?.aggregate === 'count';
  if (operator === '<>' || (isBelow && isCount)) {
    const message = `a window does not wait for ${operator === '<>' ? operator : 'few rows'}`;
    scope.note('CONDITION_TYPE', syntax.at, message, ['>', '>=', '=']);
    return undefined;
  }
  if (aggregated === undefined) return undefined;
  return { groupBy, ...aggregated, operator, threshold: limit, spanMs };
}

function groupColumns(scope: CheckScope, columns: readonly NameSyntax[]): readonly string[] {
  const found = new Set<string>();
  for (const syntax of columns) {
    const column = scope.column(syntax);
    if (column === undefined) continue;
    if (found.has(column.name)) {
      scope.note('CONDITION_TYPE', syntax.at, `${quoted(syntax.name)} is grouped by twice`);
    }
    found.add(column.name);
  }
  if (found.size > limits.groupColumns) {
    const at = columns[limits.groupColumns]?.at ?? 0;
    scope.note('CONDITION_TYPE', at, `GROUP BY takes at most ${limits.groupColumns} columns`);
  }
  return [...found];
}

/** The aggregate with its column looked up; `undefined` when a reason to refuse it is noted. */
export function checkAggregate(scope: CheckScope, syntax: AggregateSyntax): Aggregated | undefined {
  const aggregate = syntax.name.toLowerCase();
  const { distinct, at } = syntax;
  if (!isAggregate(aggregate)) {
    const message = `there is no aggregate ${quoted(syntax.name)}`;
    scope.note('CONDITION_UNKNOWN_FUNCTION', at, message, [...names]);
    return undefined;
  }
  if (syntax.column === null) {
    if (aggregate === 'count') return { aggregate, column: null, distinct };
    scope.note('CONDITION_TYPE', at, `${aggregate} takes a column`, [`${aggregate}(column)`]);
    return undefined;
  }
  const column = scope.column(syntax.column);
  if (column === undefined) return undefined;
  if (aggregate === 'count') return { aggregate, column: column.name, distinct };
  const isNumber = column.columnType === 'integer' || column.columnType === 'real';
  if (isNumber && !distinct) return { aggregate, column: column.name, distinct };
  const message = distinct
    ? `DISTINCT stands in count only`
    : `${aggregate} takes a column of numbers`;
  scope.note('CONDITION_TYPE', syntax.column.at, message, ['count(DISTINCT column)']);
  return undefined;
}
