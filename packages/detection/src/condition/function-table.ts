import type { StaticType } from './syntax.ts';

/**
 * What a function takes in one place: `text` has a text that all readers agree on (no REAL), `exactText` is TEXT, `whole` INTEGER,
 * `number` INTEGER or REAL, `any` everything. NULL fits everywhere.
 */
export type ArgumentRule = 'text' | 'exactText' | 'whole' | 'number' | 'any';

export interface FunctionRow {
  readonly args: readonly ArgumentRule[];
  /** How many of `args` have to be given. */
  readonly least: number;
  /** Whether the last of `args` may be given many times, all of one type. */
  readonly many: boolean;
  /** `first`: the type of the first argument. `common`: the one that all arguments have. */
  readonly type: StaticType | 'first' | 'common';
  /** How a call is written, for messages. */
  readonly form: string;
}

function row(
  form: string,
  args: readonly ArgumentRule[],
  type: FunctionRow['type'],
  least = args.length,
): FunctionRow {
  return { args, least, many: type === 'common', type, form };
}

/** The functions of values by name. */
export const functionTable = {
  LENGTH: row('LENGTH(x)', ['text'], 'INTEGER'),
  LOWER: row('LOWER(x)', ['text'], 'TEXT'),
  UPPER: row('UPPER(x)', ['text'], 'TEXT'),
  SUBSTR: row('SUBSTR(x, start, length)', ['text', 'whole', 'whole'], 'TEXT', 2),
  INSTR: row('INSTR(x, part)', ['text', 'text'], 'INTEGER'),
  REPLACE: row('REPLACE(x, part, by)', ['exactText', 'text', 'text'], 'TEXT'),
  TRIM: row('TRIM(x, characters)', ['text', 'text'], 'TEXT', 1),
  LTRIM: row('LTRIM(x, characters)', ['text', 'text'], 'TEXT', 1),
  RTRIM: row('RTRIM(x, characters)', ['text', 'text'], 'TEXT', 1),
  COALESCE: row('COALESCE(x, y)', ['any', 'any'], 'common'),
  NULLIF: row('NULLIF(x, y)', ['any', 'any'], 'first'),
  HEX: row('HEX(x)', ['text'], 'TEXT'),
  ABS: row('ABS(x)', ['number'], 'first'),
  MIN: row('MIN(x, y)', ['any', 'any'], 'common'),
  MAX: row('MAX(x, y)', ['any', 'any'], 'common'),
} as const satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof functionTable;

/** Every function, those of verdicts too. */
export const functionNames: readonly string[] = [...Object.keys(functionTable), 'CIDR_MATCH'];

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionTable, name);
}

/** The function of that name, in any case; `undefined` when there is none. SUBSTRING is SUBSTR. */
export function findFunction(name: string): FunctionName | undefined {
  const upper = name.toUpperCase();
  if (upper === 'SUBSTRING') return 'SUBSTR';
  return isFunctionName(upper) ? upper : undefined;
}
