import { PartList, partsTest } from './pattern-parts.ts';
import type { Part, TextTest } from './pattern-parts.ts';
import { lowerAscii } from './sql-value.ts';

/** The pattern in parts, literals folded; `undefined` when it ends with the escape character and never matches. */
function partsOf(pattern: string, escape: string | null): readonly Part[] | undefined {
  const list = new PartList();
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === escape) {
      escaped = true;
    } else if (!escaped && (character === '%' || character === '_')) {
      list.part(character === '_' ? 'one' : 'any');
    } else {
      list.character(lowerAscii(character));
      escaped = false;
    }
  }
  return escaped ? undefined : list.end();
}

let lastText = '';
let lastFolded = '';

/** The text that patterns are matched against. The last one is kept: conditions match one column with many patterns. */
function folded(text: string): string {
  if (text === lastText) return lastFolded;
  const nul = text.indexOf('\0');
  lastFolded = lowerAscii(nul < 0 ? text : text.slice(0, nul));
  lastText = text;
  return lastFolded;
}

/**
 * LIKE of SQLite: % is any text, _ one code point, A to Z equal a to z and nothing else is folded; a NUL ends the text. Without
 * `escape` no character takes the meaning of % and _ away.
 */
export function likePattern(pattern: string, escape: string | null): TextTest {
  const parts = partsOf(pattern, escape);
  if (parts === undefined) return () => false;
  const test = partsTest(parts);
  return (text) => test(folded(text));
}
