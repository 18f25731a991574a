import { Refusal } from './refusal.ts';
import type { LiteralSyntax } from './syntax.ts';

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;
const MOST_DIGITS = 15;

/** A whole number as a number where that is exact, else as a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Whether a whole number has at most 64 bits, sign included. */
export function fits64(value: bigint): boolean {
  return value >= LEAST && value <= MOST;
}

/** Digits of a number that carry value: those between the leading and the trailing zeros. */
function significantDigits(digits: string): number {
  const mantissa = digits.replace(/[eE].*$/, '').replace('.', '');
  return mantissa.replace(/^0+/, '').replace(/0+$/, '').length;
}

/**
 * The literal that a number token stands for. Whole numbers have 64 bits. A number with a point or an exponent is REAL and
 * refused when more than 15 digits carry value: beyond them two ways of reading it can differ.
 */
export function numberLiteral(digits: string, negative: boolean, at: number): LiteralSyntax {
  if (/^\d+$/.test(digits)) {
    const value = negative ? -BigInt(digits) : BigInt(digits);
    if (!fits64(value)) {
      throw new Refusal('CONDITION_TYPE', at, 'a whole number has at most 64 bits', [
        `${LEAST} to ${MOST}`,
      ]);
    }
    return { kind: 'literal', value: exactInteger(value), type: 'INTEGER', at };
  }
  const value = negative ? -Number(digits) : Number(digits);
  if (!Number.isFinite(value) || significantDigits(digits) > MOST_DIGITS) {
    const message = `a number with a point or an exponent has at most ${MOST_DIGITS} digits and a finite value`;
    throw new Refusal('CONDITION_TYPE', at, message);
  }
  return { kind: 'literal', value, type: 'REAL', at };
}
