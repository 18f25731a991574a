/** Errors of rules and of the directory that holds them. */
export const ruleErrors = {
  RULES_DIRECTORY_MISSING: {
    message: 'the rules directory does not exist',
    permanent: true,
    action: 'create it or correct rules.directory',
  },
  RULES_DIRECTORY_UNREADABLE: {
    message: 'the rules directory cannot be listed',
    permanent: true,
    action: 'name a directory that this user may read in rules.directory',
  },
  RULE_DUPLICATE_ID: {
    message: 'two rules have the same id',
    permanent: true,
    action: 'give the rule that is named an id of its own',
  },
  RULE_FILE_UNREADABLE: {
    message: 'a rule file cannot be read',
    permanent: true,
    action: 'make it a regular file that this user may read, or remove it',
  },
  RULE_INVALID: {
    message: 'a rule has a key or a value that is not allowed',
    permanent: true,
    action: 'correct the rule at the place that is named',
  },
  RULE_LIMIT_EXCEEDED: {
    message: 'a rules directory holds more than is read',
    permanent: true,
    action: 'split the file or remove rules',
  },
  RULE_SYNTAX: {
    message: 'a rule file is not YAML',
    permanent: true,
    action: 'correct the file at the place that is named',
  },
} as const;
