import { PartList, partsTest } from './pattern-parts.ts';
import type { Part, TextTest } from './pattern-parts.ts';

const never: TextTest = () => false;

interface GlobSet {
  readonly part: Extract<Part, { readonly accepts: unknown }>;
  /** Index of the character behind the closing bracket. */
  readonly next: number;
}

type Range = readonly [number, number];

/** Whether a code point is in one of the ranges, in time that grows with the logarithm of their number. */
function memberTest(ranges: readonly Range[]): (codePoint: number) => boolean {
  const merged: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (from > to) continue;
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return (codePoint) => {
    let low = 0;
    let high = merged.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((merged[middle]?.[1] ?? 0) < codePoint) low = middle + 1;
      else high = middle;
    }
    return (merged[low]?.[0] ?? Number.POSITIVE_INFINITY) <= codePoint;
  };
}

/** Reads the set that opens at `open`: `]` in first place is itself, `^` negates, `a-z` is a range. `undefined` when it never closes. */
function readSet(characters: readonly string[], open: number): GlobSet | undefined {
  let at = open + 1;
  const isNegated = characters[at] === '^';
  if (isNegated) at += 1;
  const ranges: Range[] = [];
  const take = (from: string, to: string): void => {
    ranges.push([from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]);
  };
  if (characters[at] === ']') {
    take(']', ']');
    at += 1;
  }
  let prior: string | undefined;
  for (;;) {
    const character = characters[at];
    if (character === undefined) return undefined;
    if (character === ']') break;
    const end = characters[at + 1];
    if (character === '-' && prior !== undefined && end !== undefined && end !== ']') {
      take(prior, end);
      prior = undefined;
      at += 2;
    } else {
      take(character, character);
      prior = character;
      at += 1;
    }
  }
  const isMember = memberTest(ranges);
  const accepts = (codePoint: number): boolean => isMember(codePoint) !== isNegated;
  return { part: { accepts }, next: at + 1 };
}

/**
 * GLOB of SQLite: `*` is any text, `?` one code point, `[…]` one of a set, everything else itself, in its case; a NUL ends the text.
 * A pattern whose set never closes matches nothing.
 */
export function globPattern(pattern: string): TextTest {
  const characters = Array.from(pattern);
  const list = new PartList();
  let at = 0;
  while (at < characters.length) {
    const character = characters[at] ?? '';
    if (character === '[') {
      const set = readSet(characters, at);
      if (set === undefined) return never;
      list.part(set.part);
      at = set.next;
    } else {
      if (character === '*') list.part('any');
      else if (character === '?') list.part('one');
      else list.character(character);
      at += 1;
    }
  }
  const test = partsTest(list.end());
  return (text) => {
    const nul = text.indexOf('\0');
    return test(nul < 0 ? text : text.slice(0, nul));
  };
}
