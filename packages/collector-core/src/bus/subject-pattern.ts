import { DeyeError } from '../error/deye-error.ts';

const token = /^[A-Za-z0-9_-]+$/;
const subject = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const longest = 512;

/** Whether the text may stand between two dots of a subject: letters, digits, `_` and `-`, at least one. */
export function isToken(text: string): boolean {
  return text.length <= longest && token.test(text);
}

/** Returns the token; throws `BUS_SUBJECT_INVALID` when it is none. */
export function checkToken(text: string): string {
  if (!isToken(text)) throw new DeyeError('BUS_SUBJECT_INVALID', `token ${JSON.stringify(text)}`);
  return text;
}

/** Throws `BUS_SUBJECT_INVALID` unless the text is tokens separated by single dots, without wildcards, of at most 512 characters. */
export function checkSubject(text: string): void {
  if (text.length > longest || !subject.test(text))
    throw new DeyeError('BUS_SUBJECT_INVALID', JSON.stringify(text));
}

/** Throws `BUS_SUBJECT_INVALID` unless each token is a plain one or `*`, or, as the last, `>`. */
export function checkPattern(pattern: string): void {
  const tokens = pattern.split('.');
  const last = tokens.length - 1;
  const valid = tokens.every(
    (part, index) => part === '*' || (part === '>' && index === last) || isToken(part),
  );
  if (!valid || pattern.length > longest)
    throw new DeyeError('BUS_SUBJECT_INVALID', `pattern ${JSON.stringify(pattern)}`);
}

/** Whether a NATS pattern matches a subject: `*` is exactly one token, `>` at the end one or more. Neither is checked. */
export function matchesSubject(pattern: string, subjectText: string): boolean {
  return compilePattern(pattern)(subjectText);
}

/** One test for several patterns; throws `BUS_SUBJECT_INVALID` for one that is not valid. */
export function compileSubjects(patterns: readonly string[]): (subjectText: string) => boolean {
  for (const pattern of patterns) checkPattern(pattern);
  const matchers = patterns.map(compilePattern);
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return only;
  return (subjectText) => matchers.some((matches) => matches(subjectText));
}

function compilePattern(pattern: string): (subjectText: string) => boolean {
  if (!pattern.includes('*') && !pattern.includes('>')) {
    return (subjectText) => subjectText === pattern;
  }
  const open = pattern === '>' || pattern.endsWith('.>');
  const parts = pattern.split('.');
  if (open) parts.pop();
  return (subjectText) => matchesParts(parts, open, subjectText);
}

/** Walks the subject without cutting it up: this runs for every message and subscriber. */
function matchesParts(parts: readonly string[], open: boolean, subjectText: string): boolean {
  let at = 0;
  for (const part of parts) {
    if (at > subjectText.length) return false;
    const dot = subjectText.indexOf('.', at);
    const end = dot === -1 ? subjectText.length : dot;
    if (end === at) return false;
    if (part !== '*' && (end - at !== part.length || !subjectText.startsWith(part, at)))
      return false;
    at = end + 1;
  }
  return open ? at < subjectText.length : at === subjectText.length + 1;
}

/** Whether some subject matches both patterns. */
export function patternsOverlap(a: string, b: string): boolean {
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; ; index += 1) {
    const x = left[index];
    const y = right[index];
    if (x === undefined || y === undefined) return x === y;
    if (x === '>' || y === '>') return true;
    if (x !== y && x !== '*' && y !== '*') return false;
  }
}

/** Whether every subject that `narrow` matches is matched by `wide`. */
export function patternCovers(wide: string, narrow: string): boolean {
  const outer = wide.split('.');
  const inner = narrow.split('.');
  for (let index = 0; ; index += 1) {
    const x = outer[index];
    const y = inner[index];
    if (x === undefined || y === undefined) return x === y;
    if (x === '>') return true;
    if (y === '>' || (x !== '*' && x !== y)) return false;
  }
}
