import { lowerAscii } from './sql-value.ts';

/** Decides whether a text matches. */
export type TextTest = (text: string) => boolean;

type Part = { readonly literal: string } | 'one' | 'any';

/** The pattern in parts, literals folded; `undefined` when it ends with the escape character and never matches. */
function partsOf(pattern: string, escape: string | null): readonly Part[] | undefined {
  const parts: Part[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ literal: lowerAscii(literal) });
    literal = '';
  };
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === escape) {
      escaped = true;
    } else if (!escaped && (character === '%' || character === '_')) {
      flush();
      const part = character === '_' ? 'one' : 'any';
      if (part === 'one' || parts.at(-1) !== 'any') parts.push(part);
    } else {
      literal += character;
      escaped = false;
    }
  }
  flush();
  return escaped ? undefined : parts;
}

function step(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length ? 2 : 1;
}

/** Where the run of parts without % ends that is matched from `at`, or -1. */
function matchRun(run: readonly Part[], text: string, from: number): number {
  let at = from;
  for (const part of run) {
    if (part === 'any') return -1;
    if (part === 'one') {
      if (at >= text.length) return -1;
      at += step(text, at);
    } else {
      if (!text.startsWith(part.literal, at)) return -1;
      at += part.literal.length;
    }
  }
  return at;
}

/** Where the first match of `run` at or behind `from` ends, or -1. */
function findRun(run: readonly Part[], text: string, from: number): number {
  const [first] = run;
  let at = from;
  while (at <= text.length) {
    if (typeof first === 'object') {
      at = text.indexOf(first.literal, at);
      if (at < 0) return -1;
    }
    const end = matchRun(run, text, at);
    if (end >= 0) return end;
    if (at >= text.length) return -1;
    at += step(text, at);
  }
  return -1;
}

/** Matches the last run against the end of the text, no earlier than `from`. */
function matchTail(run: readonly Part[], text: string, from: number): boolean {
  let start = text.length;
  for (const part of run.toReversed()) {
    if (typeof part === 'object') start -= part.literal.length;
    else if (start > 0) start -= isSecondHalf(text, start - 1) ? 2 : 1;
    else return false;
  }
  return start >= from && matchRun(run, text, start) === text.length;
}

function isSecondHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff && at > 0;
}

function splitAtAny(parts: readonly Part[]): readonly (readonly Part[])[] {
  const runs: Part[][] = [[]];
  for (const part of parts) {
    if (part === 'any') runs.push([]);
    else runs.at(-1)?.push(part);
  }
  return runs;
}

/** The general matcher: runs between % from left to right, each at its first place. Time is at most text × pattern. */
function general(parts: readonly Part[]): TextTest {
  const runs = splitAtAny(parts);
  const [head = [], ...rest] = runs;
  const tail = rest.pop();
  return (text) => {
    let at = matchRun(head, text, 0);
    if (tail === undefined) return at === text.length;
    for (const run of rest) {
      if (at < 0) return false;
      at = findRun(run, text, at);
    }
    return at >= 0 && matchTail(tail, text, at);
  };
}

function foldedTest(parts: readonly Part[]): TextTest {
  const [a, b, c] = parts;
  if (a === undefined) return (text) => text === '';
  if (parts.length === 1 && a === 'any') return () => true;
  if (parts.length === 1 && typeof a === 'object') return (text) => text === a.literal;
  if (parts.length === 2 && typeof a === 'object' && b === 'any')
    return (text) => text.startsWith(a.literal);
  if (parts.length === 2 && a === 'any' && typeof b === 'object')
    return (text) => text.endsWith(b.literal);
  if (parts.length === 3 && a === 'any' && typeof b === 'object' && c === 'any') {
    return (text) => text.includes(b.literal);
  }
  return general(parts);
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
  const test = foldedTest(parts);
  return (text) => test(folded(text));
}
