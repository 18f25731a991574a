import { limits } from './limits.ts';
import type { SqlValue } from './sql-value.ts';

/** A text that was made; NULL when it is longer than `limits.textCharacters`. */
export function boundedText(text: string): SqlValue {
  return text.length > limits.textCharacters ? null : text;
}

/** SUBSTR of SQLite: code points from 1, from the end if negative; a negative length takes those before. A NUL ends the text. */
export function substring(text: string, from: number, count: number | null): string {
  const nul = text.indexOf('\0');
  const characters = Array.from(nul < 0 ? text : text.slice(0, nul));
  const isBefore = count !== null && count < 0;
  let length = count === null ? Number.MAX_SAFE_INTEGER : Math.abs(count);
  let start = from;
  if (start < 0) {
    start += characters.length;
    if (start < 0) {
      length = isBefore ? 0 : Math.max(0, length + start);
      start = 0;
    }
  } else if (start > 0) {
    start -= 1;
  } else if (length > 0) {
    length -= 1;
  }
  if (isBefore) {
    start -= length;
    if (start < 0) {
      length += start;
      start = 0;
    }
  }
  return characters.slice(start, start + Math.max(0, length)).join('');
}

/** Place of the first `part` in code points from 1; 0 when there is none. */
export function positionOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : Array.from(text.slice(0, at)).length + 1;
}

/** Every `part` replaced; NULL when the result is longer than `limits.textCharacters`. */
export function replaceAll(text: string, part: string, by: string): SqlValue {
  const pieces = text.split(part);
  const length = text.length + (pieces.length - 1) * (by.length - part.length);
  return length > limits.textCharacters ? null : pieces.join(by);
}

/** The text without the given code points at its ends; a NUL ends the set of them. */
export function trim(text: string, set: string, ends: 'both' | 'left' | 'right'): string {
  const nul = set.indexOf('\0');
  const members = new Set(nul < 0 ? set : set.slice(0, nul));
  const characters = Array.from(text);
  let from = 0;
  let to = characters.length;
  if (ends !== 'right') while (from < to && members.has(characters[from] ?? '')) from += 1;
  if (ends !== 'left') while (to > from && members.has(characters[to - 1] ?? '')) to -= 1;
  return characters.slice(from, to).join('');
}

/** The UTF-8 bytes of the text in upper-case hexadecimal digits. */
export function hex(text: string): SqlValue {
  if (text.length > limits.textCharacters / 2) return null;
  return boundedText(Buffer.from(text, 'utf8').toString('hex').toUpperCase());
}
