import type { daemoneye } from '#gen/daemoneye.js';
import type { Value } from '../model/analysis.ts';
import { int64, toBigInt } from './integers.ts';

type WireValue = daemoneye.v1.Value.$Properties;

function numberToWire(value: number): WireValue {
  const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0);
  return isWhole ? { integer: value } : { real: value };
}

function toWire(value: Value, key: string): WireValue {
  if (value === null) return {};
  if (typeof value === 'string') return { text: value.toWellFormed() };
  if (typeof value === 'number') return numberToWire(value);
  if (typeof value === 'bigint') return { integer: int64(value, key) };
  if (typeof value === 'boolean') return { boolean: value };
  return { list: { values: wellFormed(value) } };
}

function fromWire(value: WireValue): Value {
  if (value.text !== null && value.text !== undefined) return value.text;
  if (value.boolean !== null && value.boolean !== undefined) return value.boolean;
  if (value.real !== null && value.real !== undefined) return value.real;
  if (value.list !== null && value.list !== undefined) return value.list.values ?? [];
  if (value.integer === null || value.integer === undefined) return null;
  const integer = toBigInt(value.integer);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** The strings without lone surrogates, which no reader could decode. */
export function wellFormed(values: readonly string[]): string[] {
  return values.map((value) => value.toWellFormed());
}

/**
 * A map of values. A bigint that a number holds exactly comes back as a number. Throws `WIRE_VALUE` for a bigint of more than 64 bits.
 */
export function valuesToWire(values: Readonly<Record<string, Value>>): Record<string, WireValue> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key.toWellFormed(), toWire(value, key)]),
  );
}

/** The inverse; a value of a kind that is not known here is null. */
export function valuesFromWire(values: Readonly<Record<string, WireValue>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fromWire(value)]));
}
