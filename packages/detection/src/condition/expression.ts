import type { ColumnType } from '../catalogue/column.ts';
import type { FunctionName } from './function-table.ts';
import type {
  CastType,
  CompareOperator,
  LiteralValue,
  MatchOperator,
  StaticType,
  ValueOperator,
} from './syntax.ts';

/**
 * A value, or a condition used as one: names looked up, macros and lists put in, types checked, constants folded. It is the plan of
 * a condition, for whoever explains or indexes it.
 */
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
      readonly args: readonly Expression[];
      readonly type: StaticType;
    }
  | {
      readonly kind: 'binary';
      readonly operator: ValueOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly type: StaticType;
    }
  | {
      readonly kind: 'case';
      /** What the arms are compared with; without it they are conditions. */
      readonly base: Expression | null;
      readonly arms: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression;
      readonly type: StaticType;
    }
  | { readonly kind: 'cast'; readonly item: Expression; readonly type: CastType }
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
  | {
      readonly kind: 'between';
      readonly item: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    }
  | { readonly kind: 'isNull'; readonly item: Expression; readonly negated: boolean }
  | {
      readonly kind: 'in';
      readonly item: Expression;
      readonly list: readonly LiteralValue[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'inColumn';
      readonly item: Expression;
      /** A column of type list. */
      readonly column: string;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'match';
      readonly operator: MatchOperator;
      readonly item: Expression;
      /** NULL makes the verdict NULL. */
      readonly pattern: string | null;
      readonly escape: string | null;
      readonly negated: boolean;
    }
  | { readonly kind: 'cidr'; readonly item: Expression; readonly network: string };

/** The static type; a verdict is INTEGER. */
export function typeOf(expression: Expression): StaticType {
  return 'type' in expression ? expression.type : 'INTEGER';
}
