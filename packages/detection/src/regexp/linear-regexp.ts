import { RE2JS, RE2JSException } from 're2js';

/** A pattern as a test, or why there is none. */
export type LinearRegexp =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly message: string };

const lookAround = /\(\?<?[=!]|\(\?>|\\[1-9]|[*+?}]\+/;

const KEPT = 64;
/** The last patterns that were compiled: checking one and evaluating it, and rules that share one, compile it once. */
const kept = new Map<string, LinearRegexp>();

function compile(pattern: string): LinearRegexp {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { ok: true, test: (text) => compiled.test(text) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const hint = lookAround.test(pattern) ? ': look-around and back-references do not exist' : '';
    return { ok: false, message: `the pattern is refused${hint}` };
  }
}

/**
 * Compiles a pattern of RE2 syntax, in Perl's spelling: unanchored, case-sensitive unless it begins with `(?i)`. The test takes time
 * linear in its text. Look-around, back-references and repeats past 1 000 do not exist in it and are refused. Whoever calls bounds
 * the size first: compiling takes time by `regexpSize`.
 */
export function linearRegexp(pattern: string): LinearRegexp {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(pattern, compiled);
  return compiled;
}
