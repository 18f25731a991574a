import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { escapeTerminal } from '../../src/index.ts';

describe('escapeTerminal', () => {
  test.each([
    ['\u001B[31mred\u0007', String.raw`\x1b[31mred\x07`],
    ['a\nb\rc\td\0', String.raw`a\nb\rc\td\x00`],
    ['\u009B1m\u007F', String.raw`\x9b1m\x7f`],
    ['a\u202Eb\u2066c', String.raw`a\u{202e}b\u{2066}c`],
    ['\uD83Dx\uDE00', String.raw`\u{d83d}x\u{de00}`],
    ['\u2028', String.raw`\u{2028}`],
  ])('writes out what a terminal obeys: %j', (text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });

  test.each(['/usr/bin/gcc -O2', 'Grüße 😀 日本語', String.raw`C:\n`])('leaves %s', (text) => {
    expect(escapeTerminal(text)).toBe(text);
  });

  test('never lets a control or bidi character through, and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = escapeTerminal(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
        expect(escapeTerminal(shown)).toBe(shown);
      }),
    );
  });
});
