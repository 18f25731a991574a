import { z } from 'zod';
import type { ConfigSection } from './config-section.ts';

/** The parts of a JSON schema that the walk below reads. */
export interface KeySchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly items?: KeySchema;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly secret?: boolean;
}

/** A name in the config file: a value, or a group of further names. */
export type ConfigNode =
  | { readonly kind: 'value'; readonly key: ConfigKey }
  | {
      readonly kind: 'group';
      readonly path: string;
      /** Whether names that are not known are left alone; default false. */
      readonly isOpen?: boolean;
      readonly nodes: ReadonlyMap<string, ConfigNode>;
    };

export interface ConfigKey {
  /** Dotted path from the top of the file. */
  readonly path: string;
  /** Name of the environment variable. */
  readonly variable: string;
  readonly schema: KeySchema;
}

/** What a schema accepts, as JSON schema; marks of `.meta` are kept. */
export function keySchemaOf(schema: z.ZodType): KeySchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as KeySchema;
}

/** `procmond.collector.eventBufferSize` becomes `PROCMOND_COLLECTOR_EVENT_BUFFER_SIZE`. */
function variableOf(path: string): string {
  return path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}

/** All names that the sections know, as a tree with the sections at the top. */
export function configTree(
  sections: readonly ConfigSection<unknown>[],
): ConfigNode & { kind: 'group' } {
  const nodes = sections.map(
    ({ key, schema }) => [key, nodeOf(key, keySchemaOf(schema))] satisfies [string, ConfigNode],
  );
  return { kind: 'group', path: '', nodes: new Map(nodes) };
}

function nodeOf(path: string, schema: KeySchema): ConfigNode {
  if (schema.properties === undefined) {
    return { kind: 'value', key: { path, variable: variableOf(path), schema } };
  }
  const nodes = Object.entries(schema.properties).map(
    ([name, inner]) => [name, nodeOf(`${path}.${name}`, inner)] satisfies [string, ConfigNode],
  );
  return { kind: 'group', path, nodes: new Map(nodes) };
}

/** Every value of the tree, in the order of the schemas. */
export function configKeys(node: ConfigNode): ConfigKey[] {
  if (node.kind === 'value') return [node.key];
  return [...node.nodes.values()].flatMap((inner) => configKeys(inner));
}

/** What a key accepts, in words. */
export function allowedValues(schema: KeySchema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.map(String).join(', ')}`;
  switch (schema.type ?? 'string') {
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${boundsOf(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list of texts';
    default:
      return schema.minLength === undefined ? 'a text' : 'a text that is not empty';
  }
}

function boundsOf({ minimum, maximum }: KeySchema): string {
  const from =
    minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`;
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
  return from + to;
}
