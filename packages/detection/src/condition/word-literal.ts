import type { LiteralSyntax } from './syntax.ts';

/** The literal that a word (in capitals) stands for: NULL, TRUE as 1, FALSE as 0. */
export function wordLiteral(word: string, at: number): LiteralSyntax | undefined {
  if (word === 'NULL') return { kind: 'literal', value: null, type: 'NULL', at };
  if (word === 'TRUE') return { kind: 'literal', value: 1, type: 'INTEGER', at };
  if (word === 'FALSE') return { kind: 'literal', value: 0, type: 'INTEGER', at };
  return undefined;
}
