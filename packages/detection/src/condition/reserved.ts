/** What the grammar keeps a place for, by the word or mark that begins it: the construct's name in messages. */
const constructs: readonly (readonly [string, string])[] = [
  ['a sub-query', 'SELECT VALUES WITH EXISTS'],
  ['a join', 'JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL ON USING'],
  ['a window function', 'OVER WINDOW FILTER PARTITION'],
  ['a clause behind WHERE', 'ORDER LIMIT OFFSET UNION INTERSECT EXCEPT'],
  ['COLLATE', 'COLLATE'],
  ['MATCH', 'MATCH'],
  ['ISNULL and NOTNULL', 'ISNULL NOTNULL'],
  ['a JSON operator', '-> ->>'],
  ['a bit operator', '& | ~ << >>'],
  ['a parameter', '? : #'],
];

const byWord = new Map(
  constructs.flatMap(([name, words]) => words.split(' ').map((word) => [word, name] as const)),
);

/** The words of the language that are no names; a column of that name is written in ". */
const keywords = new Set(
  [
    'AND OR NOT IN IS LIKE ILIKE GLOB REGEXP BETWEEN ESCAPE NULL TRUE FALSE FROM WHERE',
    'CASE WHEN THEN ELSE END CAST AS DISTINCT GROUP HAVING WITHIN',
  ].flatMap((words) => words.split(' ')),
);

/** The construct that a word or mark begins and that is not evaluated, or `undefined`. `word` in capitals. */
export function reservedConstruct(word: string): string | undefined {
  return byWord.get(word);
}

/** Whether a bare word is no name. `word` in capitals. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}
