/** What the grammar keeps a place for, by the word or mark that begins it: the construct's name in messages. */
const constructs: readonly (readonly [string, string])[] = [
  ['a sub-query', 'SELECT VALUES WITH EXISTS'],
  ['a join', 'JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL ON USING'],
  ['a window', 'GROUP HAVING WITHIN OVER WINDOW FILTER PARTITION'],
  ['a clause behind WHERE', 'ORDER LIMIT OFFSET UNION INTERSECT EXCEPT'],
  ['an alias', 'AS'],
  ['DISTINCT', 'DISTINCT'],
  ['CASE', 'CASE WHEN THEN ELSE END'],
  ['CAST', 'CAST'],
  ['COLLATE', 'COLLATE'],
  ['BETWEEN', 'BETWEEN'],
  ['GLOB', 'GLOB'],
  ['REGEXP', 'REGEXP'],
  ['MATCH', 'MATCH'],
  ['ISNULL and NOTNULL', 'ISNULL NOTNULL'],
  ['arithmetic', '+ - * / %'],
  ['concatenation', '||'],
  ['a JSON operator', '-> ->>'],
  ['a bit operator', '& | ~ << >>'],
  ['a macro', '@ #'],
  ['a parameter', '? :'],
];

const byWord = new Map(
  constructs.flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const)),
);

const functions = new Set(
  'SUBSTR SUBSTRING INSTR REPLACE TRIM COALESCE NULLIF HEX ABS MIN MAX CAST COUNT SUM AVG CIDR_MATCH'.split(
    ' ',
  ),
);

/** The words of the language that are no names; a column of that name is written in ". */
const keywords = new Set(
  'AND OR NOT IN IS LIKE ILIKE ESCAPE NULL TRUE FALSE FROM WHERE'.split(' '),
);

/** The construct that a word or mark begins and that is not evaluated, or `undefined`. `word` in capitals. */
export function reservedConstruct(word: string): string | undefined {
  return byWord.get(word);
}

/** Whether the language knows the function and does not evaluate it. `name` in capitals. */
export function isReservedFunction(name: string): boolean {
  return functions.has(name);
}

/** Whether a bare word is no name. `word` in capitals. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}
