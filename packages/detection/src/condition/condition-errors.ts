/** What a code of a refused condition means, and what the author of the condition does about it. */
export interface ConditionErrorRow {
  readonly meaning: string;
  readonly action: string;
}

/** Every code that `compileCondition` can give. All are permanent: the same text is refused again. */
export const conditionErrors = {
  CONDITION_SYNTAX: {
    meaning: 'The text does not follow the grammar.',
    action: 'Correct the text at the position; the grammar is in docs/conditions.md.',
  },
  CONDITION_RESERVED: {
    meaning: 'The construct has a place in the grammar and is not evaluated by this version.',
    action: 'Write the condition without the construct that the message names.',
  },
  CONDITION_FORBIDDEN_TOKEN: {
    meaning: 'A semicolon, a comment, a NUL or half of a surrogate pair stands in the text.',
    action: 'Remove it. A semicolon and "--" may stand inside quoted text.',
  },
  CONDITION_UNKNOWN_COLUMN: {
    meaning: 'The table has no such column.',
    action: 'Use a column of docs/catalogue.md. Text is quoted with apostrophes, names with ".',
  },
  CONDITION_UNKNOWN_FUNCTION: {
    meaning: 'There is no such function.',
    action: 'Use one of the functions that the message lists.',
  },
  CONDITION_UNKNOWN_TABLE: {
    meaning: 'There is no such table, or the condition is about another table than its rule.',
    action: 'Name the table of the rule, or leave SELECT … WHERE out.',
  },
  CONDITION_TYPE: {
    meaning: 'Operator and operand do not fit, or the verdict could differ from SQLite’s.',
    action: 'Change the operand as the message says.',
  },
  CONDITION_AMBIGUOUS: {
    meaning: 'A comparison is an operand of a comparison without parentheses.',
    action: 'Put parentheses around the part that is meant to be compared first.',
  },
  CONDITION_TOO_LONG: {
    meaning: 'The text has more than 16384 characters.',
    action: 'Split the rule.',
  },
  CONDITION_TOO_DEEP: {
    meaning: 'Parentheses, NOT and functions are nested more than 40 deep.',
    action: 'Remove levels of nesting.',
  },
  CONDITION_TOO_MANY_OPERATORS: {
    meaning: 'The text has more than 256 operators; an opening parenthesis counts as one.',
    action: 'Use IN (…) for lists, or split the rule.',
  },
  CONDITION_TOO_MANY_COMMAS: {
    meaning: 'The text has more than 4096 commas.',
    action: 'Shorten the lists, or split the rule.',
  },
} as const satisfies Record<string, ConditionErrorRow>;

export type ConditionErrorCode = keyof typeof conditionErrors;
