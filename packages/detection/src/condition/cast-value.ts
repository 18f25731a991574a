import { wholePart } from './arithmetic.ts';
import { exactInteger } from './number-literal.ts';
import type { Present, SqlValue } from './sql-value.ts';
import { toText } from './sql-value.ts';
import type { CastType } from './syntax.ts';

const WHOLE = /^[ \t\n\v\f\r]*([-+]?)(\d+)/;
const REAL = /^[ \t\n\v\f\r]*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)/;
const MOST_DIGITS = 40;

/** The whole number at the beginning of the text, kept within 64 bits; 0 when there is none. */
function leadingWhole(text: string): number | bigint {
  const [, sign, all = '0'] = WHOLE.exec(text) ?? [];
  const digits = all.replace(/^0+(?=\d)/, '').slice(0, MOST_DIGITS);
  const magnitude = BigInt(digits);
  const most = sign === '-' ? 2n ** 63n : 2n ** 63n - 1n;
  const kept = magnitude > most ? most : magnitude;
  return exactInteger(sign === '-' ? -kept : kept);
}

const casts: Readonly<Record<CastType, (value: Present) => SqlValue>> = {
  TEXT: toText,
  INTEGER: (value) => (typeof value === 'string' ? leadingWhole(value) : wholePart(value)),
  REAL: (value) => (typeof value === 'string' ? Number(REAL.exec(value)?.[1] ?? 0) : Number(value)),
};

/** CAST: of text the number at its beginning, else 0; of a REAL its whole part. */
export function castTo(type: CastType): (value: Present) => SqlValue {
  return casts[type];
}
