import { protoPaths, tables } from '@daemoneye/detection';
import type { Columns, ColumnType, TableName } from '@daemoneye/detection';
import { describe, expect, test } from '@jest/globals';
import { readSchema } from './schema.ts';

const schema = readSchema();
const names = Object.keys(tables) as TableName[];

const fieldTypes: Readonly<Record<ColumnType, readonly string[]>> = {
  integer: ['uint32', 'uint64', 'sint32'],
  real: ['double'],
  // The values of a custom event are a map of messages on the wire, and JSON text in the row.
  text: ['string', 'Value'],
  boolean: ['bool'],
  time: ['sfixed64'],
  list: ['StringList', 'SeqRangeList'],
};

/** Fields that are no columns: what holds the others together, and the bytes beside the text. */
const noColumns = [
  'EventBatch.verb',
  'EventBatch.first_seq',
  'EventBatch.last_seq',
  'EventBatch.events',
  'Event.raw',
  'Event.process',
  'Event.performance',
  'Event.gap',
  'Event.ledger',
  'Event.custom',
];

function fieldAt(path: string): { type: string; optional: boolean } | null {
  const [message = '', name = ''] = path.split('.');
  const field = schema.lookupType(`daemoneye.v1.${message}`).fields[name];
  return field === undefined
    ? null
    : { type: field.type, optional: field.options?.['proto3_optional'] === true };
}

describe('the catalogue and the wire schema', () => {
  test.each(names)(
    'have for every column of %s a field of its type, absent where it can be NULL',
    (table) => {
      const columns: Columns = tables[table];
      const wrong = Object.entries(columns).flatMap(([column, { type, nullWhen }]) =>
        protoPaths(table, column).filter((path) => {
          const field = fieldAt(path);
          const fits = field !== null && fieldTypes[type].includes(field.type);
          return !fits || field.optional !== (nullWhen !== null);
        }),
      );
      expect(wrong).toEqual([]);
    },
  );

  test('have a column for every field of the messages of events', () => {
    const messages = ['EventBatch', 'Event', 'ProcessEvent', 'CustomEvent', 'Gap', 'Ledger'];
    const fields = messages.flatMap((message) =>
      schema
        .lookupType(`daemoneye.v1.${message}`)
        .fieldsArray.map((field) => `${message}.${field.name}`),
    );
    const held = names.flatMap((table) =>
      Object.keys(tables[table]).flatMap((column) => protoPaths(table, column)),
    );
    expect(fields.toSorted()).toEqual([...new Set([...held, ...noColumns])].toSorted());
  });
});
