import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type { Value } from '../model/analysis.ts';
import { valuesJson } from '../model/event.ts';
import type { CustomEvent } from '../model/event.ts';
import { valuesFromWire, valuesToWire } from './value.ts';

type WireCustom = daemoneye.v1.CustomEvent.$Properties;

function isValue(value: unknown): value is Value {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function parseValues(text: string): Record<string, Value> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    values = null;
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new DeyeError('WIRE_VALUE', 'values is not a JSON object');
  const entries = Object.entries(values);
  const stranger = entries.find(([, value]) => !isValue(value));
  if (stranger !== undefined) throw new DeyeError('WIRE_VALUE', `values.${stranger[0]}`);
  return Object.fromEntries(entries);
}

/** The body of an event of a third party. Throws `WIRE_VALUE` for values that are no JSON object of texts, numbers, booleans, NULL and lists of texts. */
export function customToWire(event: CustomEvent): WireCustom {
  return { values: valuesToWire(parseValues(event.values)) };
}

/** The event of a custom body, in the order of the catalogue. */
export function customFromWire(
  body: daemoneye.v1.CustomEvent,
  stamp: Omit<CustomEvent, 'values'>,
): CustomEvent {
  return { ...stamp, values: valuesJson(valuesFromWire(body.values)) };
}
