import { linearRegexp } from '../regexp/linear-regexp.ts';
import { globPattern } from './glob-pattern.ts';
import { likePattern } from './like-pattern.ts';
import type { TextTest } from './pattern-parts.ts';
import type { MatchOperator } from './syntax.ts';

/** The test that a pattern stands for; `escape` is for LIKE. One of REGEXP that cannot be compiled matches nothing. */
export function matcher(operator: MatchOperator, pattern: string, escape: string | null): TextTest {
  if (operator === 'LIKE') return likePattern(pattern, escape);
  if (operator === 'GLOB') return globPattern(pattern);
  const compiled = linearRegexp(pattern);
  return compiled.ok ? compiled.test : () => false;
}
