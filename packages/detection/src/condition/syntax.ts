/** The value of a literal. Whole numbers outside ±2^53 are bigint. */
export type LiteralValue = string | number | bigint | null;

/** Static type of a value, in SQLite's words. */
export type StaticType = 'INTEGER' | 'REAL' | 'TEXT' | 'NULL';

export type CompareOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly value: LiteralValue;
  readonly type: StaticType;
  readonly at: number;
}

/**
 * A condition as it was written, names not looked up. `at` is the place of a message about the node. `group` keeps the
 * parentheses, which tell a comparison that was meant as an operand from one that was not.
 */
export type Syntax =
  | LiteralSyntax
  | {
      readonly kind: 'column';
      readonly table: string | null;
      readonly name: string;
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Syntax[];
      readonly at: number;
    }
  | { readonly kind: 'group'; readonly item: Syntax; readonly at: number }
  | {
      readonly kind: 'logic';
      readonly operator: 'AND' | 'OR';
      readonly items: readonly Syntax[];
      readonly at: number;
    }
  | { readonly kind: 'not'; readonly item: Syntax; readonly at: number }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: number;
    }
  | {
      readonly kind: 'isNull';
      readonly item: Syntax;
      readonly negated: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'in';
      readonly item: Syntax;
      readonly list: readonly Syntax[];
      readonly negated: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'like';
      readonly item: Syntax;
      readonly pattern: Syntax;
      readonly escape: Syntax | null;
      readonly negated: boolean;
      readonly at: number;
    };

/** A statement: the condition, and the table when the text named one. */
export interface Statement {
  readonly table: { readonly name: string; readonly at: number } | null;
  readonly where: Syntax;
}
