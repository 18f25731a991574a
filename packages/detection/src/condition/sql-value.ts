import { exactInteger, fits64 } from './number-literal.ts';

/** A value that is not NULL. Numbers may be mixed with bigint; their comparison is exact. */
export type Present = string | number | bigint;

export type SqlValue = Present | null;

const NUMERIC =
  /^[ \t\n\v\f\r]*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)[ \t\n\v\f\r]*(?:\0|$)/;
const WHOLE = /^([-+]?)0*(\d{1,19})$/;

/** NUMERIC affinity: text becomes a number only when all of it, or all before a NUL, is one; hexadecimal digits are none. */
export function toNumeric(value: SqlValue): SqlValue {
  if (typeof value !== 'string') return value;
  const digits = NUMERIC.exec(value)?.[1];
  if (digits === undefined) return value;
  const whole = WHOLE.exec(digits);
  if (whole !== null) {
    const magnitude = BigInt(whole[2] ?? '0');
    const integer = whole[1] === '-' ? -magnitude : magnitude;
    if (fits64(integer)) return exactInteger(integer);
  }
  return Number(digits);
}

/** TEXT affinity: a whole number becomes its digits. */
export function toText(value: Present): string {
  return typeof value === 'string' ? value : String(value);
}

/** Negative, 0 or positive: every number before every text, numbers by value, text by its UTF-8 bytes. */
export function order(a: Present, b: Present): number {
  if (typeof a === 'string') return typeof b === 'string' ? orderText(a, b) : 1;
  if (typeof b === 'string') return -1;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** UTF-8 byte order is code point order; UTF-16 order differs where surrogates meet U+E000 to U+FFFF. */
function orderText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const isHalf = isSurrogate(x);
      if (isHalf === isSurrogate(y)) return x - y;
      return isHalf ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Whether `order` is 0. */
export function same(a: Present, b: Present): boolean {
  if (a === b || typeof a === typeof b) return a === b;
  return typeof a !== 'string' && typeof b !== 'string' && order(a, b) === 0;
}

/** A key that is the same for equal values and for no others. */
export function identity(value: Present): Present {
  if (typeof value === 'bigint') return exactInteger(value);
  const isLarge =
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLarge ? BigInt(value) : value;
}

/** Lower case of A to Z only. */
export function lowerAscii(text: string): string {
  const lower = text.toLowerCase();
  if (lower === text || isAscii(text)) return lower;
  return text.replaceAll(/[A-Z]+/g, (run) => run.toLowerCase());
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/** Upper case of a to z only. */
export function upperAscii(text: string): string {
  return text.replaceAll(/[a-z]+/g, (run) => run.toUpperCase());
}

/** Number of code points before the first NUL. */
export function lengthOf(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0) return count;
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
    if (!isSecondHalf) count += 1;
  }
  return count;
}
