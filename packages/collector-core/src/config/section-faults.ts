import type { z } from 'zod';
import type { ConfigFault } from './config-fault.ts';
import { allowedValues, keySchemaOf } from './config-key.ts';
import type { KeySchema } from './config-key.ts';

/** Most characters of a value that a message repeats. */
const longestValue = 80;

/** A value as a message shows it: JSON, cut at 80 characters. */
export function showValue(value: unknown): string {
  const text = toJson(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    // An alias can put a list into itself, and integers beyond 2^53 are no JSON.
    return Array.isArray(value) ? 'a list' : String(value);
  }
}

/** The sentence for a value that is not allowed; a secret is not repeated. `origin` says where it was written. */
function valueFault(
  path: string,
  value: unknown,
  schema: KeySchema,
  origin?: string,
  allowed = allowedValues(schema),
): ConfigFault {
  const shown = schema.secret === true ? 'a secret' : showValue(value);
  const place = origin === undefined ? '' : ` in ${origin}`;
  return {
    code: 'CONFIG_INVALID_VALUE',
    detail: `${path} is ${shown}${place}, allowed is ${allowed}`,
  };
}

/**
 * The faults that `schema` found in `input`, worded. `prefix` is the section's name, `originOf` tells for a dotted path where the value
 * was written.
 */
export function faultsOf(
  error: z.ZodError,
  schema: z.ZodType,
  input: unknown,
  prefix = '',
  originOf: (path: string) => string | undefined = () => undefined,
): ConfigFault[] {
  const root = keySchemaOf(schema);
  return error.issues.map((issue): ConfigFault => {
    const names = keyNames(root, issue.path);
    const path = [prefix, ...names].filter((name) => name !== '').join('.');
    if (issue.code === 'unrecognized_keys') {
      return {
        code: 'CONFIG_UNKNOWN_KEY',
        detail: [path, ...issue.keys].filter(Boolean).join('.'),
      };
    }
    const allowed = issue.code === 'custom' ? issue.message : undefined;
    return valueFault(path, valueAt(input, names), schemaAt(root, names), originOf(path), allowed);
  });
}

/** The part of an issue's path that names config keys; what follows points into a list. */
function keyNames(root: KeySchema, path: readonly PropertyKey[]): string[] {
  const names: string[] = [];
  let at: KeySchema | undefined = root;
  for (const step of path) {
    const name = String(step);
    at = at?.properties?.[name];
    if (at === undefined) break;
    names.push(name);
  }
  return names;
}

function schemaAt(root: KeySchema, names: readonly string[]): KeySchema {
  return names.reduce<KeySchema>((at, name) => at.properties?.[name] ?? {}, root);
}

function valueAt(input: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    input,
  );
}
