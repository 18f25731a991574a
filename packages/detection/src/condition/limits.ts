/** Bounds of a condition; a text past one of them is refused before it is parsed, `depth` while it is. */
export const limits = {
  /** UTF-16 units. */
  characters: 16_384,
  /** Operator words and symbols, and opening parentheses. */
  operators: 256,
  commas: 4_096,
  /** Parentheses, NOT and functions inside each other. A chain of AND or of OR is one level. */
  depth: 40,
  /** Reasons that are told for one text. */
  errors: 16,
} as const;
