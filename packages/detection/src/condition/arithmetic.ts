import { exactInteger, fits64 } from './number-literal.ts';
import type { Present, SqlValue } from './sql-value.ts';
import type { ValueOperator } from './syntax.ts';

type NumberOperator = Exclude<ValueOperator, '||'>;
type Operation = (a: Present, b: Present) => SqlValue;

const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

/** A whole number of 64 bits; NULL past them, where SQLite goes on with a REAL. */
function whole(value: bigint): SqlValue {
  return fits64(value) ? exactInteger(value) : null;
}

/** The result of numbers as long as it is exact, else that of bigints. */
function wholeOperation(
  ofNumbers: (a: number, b: number) => number,
  ofBigints: (a: bigint, b: bigint) => bigint,
): Operation {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = ofNumbers(a, b);
      if (Number.isSafeInteger(result)) return result;
    }
    return whole(ofBigints(BigInt(a), BigInt(b)));
  };
}

/** As `operation`, NULL when the right side is 0. */
function unlessZero(operation: Operation): Operation {
  return (a, b) => (Number(b) === 0 ? null : operation(a, b));
}

const wholeOperations: Readonly<Record<NumberOperator, Operation>> = {
  '+': wholeOperation(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '-': wholeOperation(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  '*': wholeOperation(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  '/': unlessZero(
    wholeOperation(
      (a, b) => (a - (a % b)) / b,
      (a, b) => a / b,
    ),
  ),
  '%': unlessZero(
    wholeOperation(
      (a, b) => a % b,
      (a, b) => a % b,
    ),
  ),
};

function real(value: number): SqlValue {
  return Number.isNaN(value) ? null : value;
}

const realOperations: Readonly<Record<NumberOperator, Operation>> = {
  '+': (a, b) => real(Number(a) + Number(b)),
  '-': (a, b) => real(Number(a) - Number(b)),
  '*': (a, b) => real(Number(a) * Number(b)),
  '/': unlessZero((a, b) => real(Number(a) / Number(b))),
  '%': (a, b) => {
    const right = BigInt(wholePart(b));
    return right === 0n ? null : Number(BigInt(wholePart(a)) % right);
  },
};

/**
 * An operator on numbers: of whole ones exact, division cut towards zero, the sign of `%` that of the left side, NULL past 64 bits;
 * with a REAL that of doubles, `%` of their whole parts. By zero NULL.
 */
export function numberOperation(operator: NumberOperator, isReal: boolean): Operation {
  return (isReal ? realOperations : wholeOperations)[operator];
}

/** A number without its fraction, kept within 64 bits. */
export function wholePart(value: Present): number | bigint {
  if (typeof value === 'bigint') return value;
  const number = Math.trunc(Number(value));
  if (Number.isSafeInteger(number)) return number;
  if (number >= 2 ** 63) return MOST;
  return number <= -(2 ** 63) ? LEAST : exactInteger(BigInt(number));
}
