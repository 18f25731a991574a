/**
 * What a terminal would obey instead of show: C0, DEL, C1, line and paragraph separators, bidi marks, embeddings, overrides and
 * isolates, and surrogates without their other half.
 */
const unsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]|\p{Surrogate}/gu;

const short: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** `text` with everything that a terminal would obey written out as `\n`, `\x1b` or `\u{202e}`. The rest, backslashes too, stays. */
export function escapeTerminal(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return short[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
  });
}
