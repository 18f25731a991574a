/** The value of a literal. Whole numbers outside ±2^53 are bigint. */
export type LiteralValue = string | number | bigint | null;

/** Static type of a value, in SQLite's words. */
export type StaticType = 'INTEGER' | 'REAL' | 'TEXT' | 'NULL';

export type CompareOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Operators of two values whose result is a value; `||` joins texts. */
export type ValueOperator = '+' | '-' | '*' | '/' | '%' | '||';

/** Ways to match a text with a pattern; ILIKE is LIKE. */
export type MatchOperator = 'LIKE' | 'GLOB' | 'REGEXP';

/** What CAST makes of a value. */
export type CastType = 'INTEGER' | 'REAL' | 'TEXT';

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
      readonly kind: 'inName';
      readonly item: Syntax;
      /** A named list, or a column of type list. */
      readonly name: string;
      readonly nameAt: number;
      readonly negated: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'between';
      readonly item: Syntax;
      readonly low: Syntax;
      readonly high: Syntax;
      readonly negated: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'match';
      readonly operator: MatchOperator;
      readonly item: Syntax;
      readonly pattern: Syntax;
      readonly escape: Syntax | null;
      readonly negated: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: ValueOperator;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: number;
    }
  | { readonly kind: 'negate'; readonly item: Syntax; readonly at: number }
  | CaseSyntax
  | { readonly kind: 'cast'; readonly item: Syntax; readonly to: CastType; readonly at: number }
  | { readonly kind: 'macro'; readonly name: string; readonly at: number };

/** CASE: with a base its WHENs are compared with it, without one they are conditions. */
export interface CaseSyntax {
  readonly kind: 'case';
  readonly base: Syntax | null;
  readonly arms: readonly { readonly when: Syntax; readonly result: Syntax }[];
  readonly otherwise: Syntax | null;
  readonly at: number;
}

/** A name with its place. */
export interface NameSyntax {
  readonly name: string;
  readonly at: number;
}

/** `count(*)` has neither column nor DISTINCT. */
export interface AggregateSyntax {
  readonly name: string;
  readonly column: NameSyntax | null;
  readonly distinct: boolean;
  readonly at: number;
}

/** GROUP BY … HAVING … WITHIN …, names not looked up. */
export interface WindowSyntax {
  readonly groupBy: readonly NameSyntax[];
  readonly aggregate: AggregateSyntax;
  readonly operator: CompareOperator;
  readonly threshold: LiteralSyntax;
  readonly spanMs: number;
  readonly at: number;
}

/** A statement: the condition, the table when the text named one, what it selects from it, and the window. */
export interface Statement {
  readonly table: NameSyntax | null;
  readonly selection: readonly (NameSyntax | AggregateSyntax)[];
  readonly where: Syntax;
  readonly window: WindowSyntax | null;
}
