import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  checkPattern,
  checkSubject,
  compileSubjects,
  isToken,
  matchesSubject,
  patternCovers,
  patternsOverlap,
} from '../../src/bus/subject-pattern.ts';
import { wildcardTable } from '../../src/testing/bus-contract/subject-contract.ts';

const token = fc.constantFrom('a', 'b', 'ab');
const subject = fc.array(token, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const pattern = fc
  .tuple(fc.array(fc.oneof(token, fc.constant('*')), { maxLength: 4 }), fc.boolean())
  .filter(([parts, open]) => parts.length > 0 || open)
  .map(([parts, open]) => [...parts, ...(open ? ['>'] : [])].join('.'));

/** The rule as the documentation of NATS says it, token by token. */
function naiveMatch(patternText: string, subjectText: string): boolean {
  const [p, ...restOfPattern] = patternText.split('.');
  const [s, ...restOfSubject] = subjectText.split('.');
  if (p === '>') return true;
  if (p !== '*' && p !== s) return false;
  if (restOfPattern.length === 0 || restOfSubject.length === 0)
    return restOfPattern.length === restOfSubject.length;
  return naiveMatch(restOfPattern.join('.'), restOfSubject.join('.'));
}

const alphabet = ['a', 'b', 'ab'];
/** Every subject of up to four tokens. */
const universe = [1, 2, 3, 4].flatMap((length) =>
  Array.from({ length: alphabet.length ** length }, (_, index) =>
    Array.from({ length }, (__, place) => alphabet[Math.floor(index / 3 ** place) % 3] ?? '').join(
      '.',
    ),
  ),
);

describe('matchesSubject', () => {
  test.each(wildcardTable)('%s and …%s: %s', (patternText, tail, matches) => {
    expect(matchesSubject(patternText, `deye.v1.dlq.${tail}`)).toBe(matches);
  });

  test('agrees with matching token by token', () => {
    fc.assert(
      fc.property(pattern, subject, (p, s) => {
        expect(matchesSubject(p, s)).toBe(naiveMatch(p, s));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('compileSubjects', () => {
  test('matches what one of the patterns matches', () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), subject, (patterns, s) => {
        expect(compileSubjects(patterns)(s)).toBe(patterns.some((p) => naiveMatch(p, s)));
      }),
    );
  });

  test('refuses a pattern that is not valid', () => {
    expect(() => compileSubjects(['a.b', 'a.>.b'])).toThrow(
      expect.objectContaining({ code: 'BUS_SUBJECT_INVALID' }),
    );
  });
});

describe('patternsOverlap', () => {
  test('says whether some subject matches both', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const shared = universe.some((s) => naiveMatch(a, s) && naiveMatch(b, s));
        // Patterns of four tokens before `>` have their subjects outside the universe.
        fc.pre(a.split('.').length <= 4 && b.split('.').length <= 4);
        expect(patternsOverlap(a, b)).toBe(shared);
      }),
    );
  });
});

describe('patternCovers', () => {
  test('never says so of a pattern that matches more', () => {
    fc.assert(
      fc.property(pattern, pattern, (wide, narrow) => {
        fc.pre(patternCovers(wide, narrow));
        const beyond = universe.filter((s) => naiveMatch(narrow, s) && !naiveMatch(wide, s));
        expect(beyond).toEqual([]);
      }),
    );
  });

  test('holds for itself, a literal of it and a deeper one', () => {
    expect(patternCovers('a.*', 'a.*')).toBe(true);
    expect(patternCovers('a.*', 'a.b')).toBe(true);
    expect(patternCovers('a.>', 'a.*.c')).toBe(true);
    expect(patternCovers('a.>', 'a.b.>')).toBe(true);
    expect(patternCovers('a.b', 'a.*')).toBe(false);
    expect(patternCovers('a.*', 'a.>')).toBe(false);
  });
});

describe('checkSubject, checkPattern, isToken', () => {
  test.each(['a', 'A_9-z'])('%s is a token', (text) => {
    expect(isToken(text)).toBe(true);
  });

  test.each(['', 'a.b', 'a b', '*', '>', 'ä', 'a\n', 'x'.repeat(513)])('%j is none', (text) => {
    expect(isToken(text)).toBe(false);
  });

  test('refuse what is longer than 512 characters', () => {
    const long = Array.from({ length: 200 }, () => 'abc').join('.');
    const invalid = expect.objectContaining({ code: 'BUS_SUBJECT_INVALID' });
    expect(() => checkSubject(long)).toThrow(invalid);
    expect(() => checkPattern(long)).toThrow(invalid);
  });
});
