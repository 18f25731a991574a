import { describe, expect, test } from '@jest/globals';
import type protobuf from 'protobufjs';
import { shapes } from '../../src/wire/count-items.ts';
import type { Shape } from '../../src/wire/count-items.ts';
import { readSchema } from './schema.ts';

const schema = readSchema();

/** Where the schema itself has lists and maps, to compare with what is written down for the reader. */
function shapeOf(type: protobuf.Type): Shape {
  const parts = type.fieldsArray.flatMap((field) => {
    const counted = field.repeated || field.map;
    const inner = field.resolve().resolvedType;
    const below = inner === null ? {} : shapeOf(inner as protobuf.Type);
    // An entry of a map is a message of its own, with the value as field 2.
    const nested =
      field.map && Object.keys(below).length > 0 ? { 2: { counted: false, parts: below } } : below;
    const isDeep = Object.keys(nested).length > 0;
    if (!counted && !isDeep) return [];
    return [[field.id, isDeep ? { counted, parts: nested } : { counted }] as const];
  });
  return Object.fromEntries(parts);
}

describe('shapes', () => {
  test.each(Object.keys(shapes) as (keyof typeof shapes)[])(
    'has every list and map of %s, and nothing else',
    (name) => {
      expect(shapes[name]).toEqual(shapeOf(schema.lookupType(`daemoneye.v1.${name}`)));
    },
  );
});
