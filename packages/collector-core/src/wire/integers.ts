import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';

/** A 64-bit number as a reader gives it. */
export type Wire64 =
  number | { readonly low: number; readonly high: number; readonly unsigned: boolean };

/** A 64-bit number as a writer takes it. */
type Written64 = NonNullable<daemoneye.v1.Event.$Properties['time']>;

const words = new Int32Array(2);
const whole = new BigInt64Array(words.buffer);
const TWO_32 = 4_294_967_296;

function refuse(value: number | bigint, field: string): never {
  throw new DeyeError('WIRE_VALUE', `${field}: ${value}`);
}

/** A signed 64-bit number, exactly: the generated code itself would turn a bigint into 0. Throws `WIRE_VALUE` for a larger one. */
export function int64(value: bigint, field: string): Written64 {
  if (BigInt.asIntN(64, value) !== value) refuse(value, field);
  whole[0] = value;
  return { low: words[0], high: words[1], unsigned: false } as unknown as Written64;
}

/** An unsigned number of 64 bits. Throws `WIRE_VALUE` for what is no whole number, or beyond 2^53 and so not exact. */
export function uint64(value: number, field: string): number {
  if (!Number.isSafeInteger(value) || value < 0) refuse(value, field);
  return value;
}

/** An unsigned number of 32 bits; throws `WIRE_VALUE` for another one. */
export function uint32(value: number, field: string): number {
  if (value >>> 0 !== value) refuse(value, field);
  return value;
}

/** A signed number of 32 bits; throws `WIRE_VALUE` for another one. */
export function int32(value: number, field: string): number {
  if ((value | 0) !== value) refuse(value, field);
  return value;
}

/** The exact value of a 64-bit field that was read. */
export function toBigInt(value: Wire64): bigint {
  if (typeof value === 'number') return BigInt(value);
  words[0] = value.low;
  words[1] = value.high;
  const signed = whole[0] ?? 0n;
  return value.unsigned ? BigInt.asUintN(64, signed) : signed;
}

/** The same as a number; throws `WIRE_MALFORMED` beyond 2^53, where it would not be exact. */
export function toNumber(value: Wire64, field: string): number {
  const number = typeof value === 'number' ? value : value.high * TWO_32 + (value.low >>> 0);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new DeyeError('WIRE_MALFORMED', `${field} is beyond 2^53`);
  return number;
}
