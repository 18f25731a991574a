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
    meaning: 'The construct is SQL and not part of the language.',
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
  CONDITION_UNKNOWN_MACRO: {
    meaning: 'No macro of that name is given.',
    action: 'Correct the name, or add the macro to the rules directory.',
  },
  CONDITION_UNKNOWN_LIST: {
    meaning: 'Behind IN stands neither a list that is given nor a column of type list.',
    action: 'Correct the name, add the list to the rules directory, or write the values in (…).',
  },
  CONDITION_MACRO_CYCLE: {
    meaning: 'A macro names itself, directly or through others.',
    action: 'Take the macro out of its own text.',
  },
  CONDITION_LIST: {
    meaning: 'A list has the name of a column, more than 100000 values, or one that is unusable.',
    action: 'Rename or split the list, or correct the value that the message numbers.',
  },
  CONDITION_PATTERN: {
    meaning: 'A pattern of REGEXP is not one of the language, or is past its limits.',
    action: 'Use RE2 syntax without look-around; shorten the pattern or its counted repeats.',
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
    meaning: 'The text has more than 16384 characters, or its macros put in more than 65536.',
    action: 'Split the rule.',
  },
  CONDITION_TOO_DEEP: {
    meaning:
      'Parentheses, NOT, CASE and functions are nested more than 40 deep, or macros more than 8.',
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
