/** Decides whether a text matches. */
export type TextTest = (text: string) => boolean;

/** A piece of a pattern: a literal, one code point of a set, any one code point, any text. */
export type Part =
  | { readonly literal: string }
  | { readonly accepts: (codePoint: number) => boolean }
  | 'one'
  | 'any';

/** Collects parts: neighbouring characters become one literal, neighbouring "any text" one. */
export class PartList {
  readonly #parts: Part[] = [];
  #literal = '';

  character(character: string): void {
    this.#literal += character;
  }

  part(part: Exclude<Part, { readonly literal: string }>): void {
    this.#flush();
    if (part !== 'any' || this.#parts.at(-1) !== 'any') this.#parts.push(part);
  }

  end(): readonly Part[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#literal !== '') this.#parts.push({ literal: this.#literal });
    this.#literal = '';
  }
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
    if (part === 'one' || 'accepts' in part) {
      if (at >= text.length) return -1;
      if (part !== 'one' && !part.accepts(text.codePointAt(at) ?? 0)) return -1;
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
    if (typeof first === 'object' && 'literal' in first) {
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
    if (typeof part === 'object' && 'literal' in part) start -= part.literal.length;
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

/** The test whether a text is matched from end to end by the parts. Time is at most text × pattern. */
export function partsTest(parts: readonly Part[]): TextTest {
  const [a, b, c] = parts;
  const middle = parts.length === 3 ? b : undefined;
  if (a === undefined) return (text) => text === '';
  if (parts.length === 1 && a === 'any') return () => true;
  if (parts.length === 1 && isLiteral(a)) return (text) => text === a.literal;
  if (parts.length === 2 && isLiteral(a) && b === 'any')
    return (text) => text.startsWith(a.literal);
  if (parts.length === 2 && a === 'any' && isLiteral(b)) return (text) => text.endsWith(b.literal);
  if (a === 'any' && isLiteral(middle) && c === 'any') {
    return (text) => text.includes(middle.literal);
  }
  return general(parts);
}

function isLiteral(part: Part | undefined): part is { readonly literal: string } {
  return typeof part === 'object' && 'literal' in part;
}
