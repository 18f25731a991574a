import type { ColumnType } from '../catalogue/column.ts';
import type { FunctionName } from './function-table.ts';
import type { CompareOperator, LiteralValue, StaticType } from './syntax.ts';

/** A value, or a condition used as one, with names looked up and types checked. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: LiteralValue; readonly type: StaticType }
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly columnType: ColumnType;
      readonly type: StaticType;
    }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly argument: Expression;
      readonly type: StaticType;
    }
  | Verdict;

/** A condition of three values: true, false, NULL. As a value it is 1, 0 or NULL. */
export type Verdict =
  | {
      readonly kind: 'logic';
      readonly operator: 'AND' | 'OR';
      readonly items: readonly Expression[];
    }
  | { readonly kind: 'not'; readonly item: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'isNull'; readonly item: Expression; readonly negated: boolean }
  | {
      readonly kind: 'in';
      readonly item: Expression;
      readonly list: readonly LiteralValue[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly item: Expression;
      /** NULL makes the verdict NULL. */
      readonly pattern: string | null;
      readonly escape: string | null;
      readonly negated: boolean;
    };

/** The static type; a verdict is INTEGER. */
export function typeOf(expression: Expression): StaticType {
  return 'type' in expression ? expression.type : 'INTEGER';
}
