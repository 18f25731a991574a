/** Bounds of a condition; a text past one of them is refused before it is parsed, `depth` while it is. */
export const limits = {
  /** UTF-16 units. */
  characters: 16_384,
  /** Operator words and symbols, and opening parentheses. */
  operators: 256,
  commas: 4_096,
  /** Parentheses, NOT, CASE and functions inside each other. A chain of AND or of OR is one level. */
  depth: 40,
  /** Reasons that are told for one text. */
  errors: 16,
  /** Macros inside each other. */
  macroDepth: 8,
  /** UTF-16 units of all macros that one condition puts in, each as often as it is named. */
  expandedCharacters: 65_536,
  /** Values of a named list. */
  listValues: 100_000,
  /** UTF-16 units of one pattern of REGEXP. */
  patternCharacters: 4_096,
  /** Instructions of all patterns of REGEXP in one condition, counted before they are compiled. */
  patternSize: 2_000,
  /** UTF-16 units of a text that `||`, REPLACE or HEX makes; a longer one is NULL. */
  textCharacters: 1_048_576,
  /** Columns of GROUP BY. */
  groupColumns: 8,
  /** A window is at least that long. */
  leastSpanMs: 1_000,
  /** A window is at most that long. */
  spanMs: 86_400_000,
} as const;
