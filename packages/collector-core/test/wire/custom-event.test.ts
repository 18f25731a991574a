import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { daemoneye } from '#gen/daemoneye.js';
import { CollectionEvent, decodePayload, encodePayload } from '../../src/index.ts';
import { int64 } from '../../src/wire/integers.ts';
import type { BusPayload, EventBatch, Value } from '../../src/index.ts';

const stamp = { host: 'h-1', host_name: 'h', collector: 'backups', epoch: 'e' } as const;

function aBatch(values: readonly Readonly<Record<string, Value>>[]): EventBatch {
  const events = values.map((given, index) => {
    const draft = CollectionEvent.custom({ type: 'backup.done', time: 7n, values: given });
    return Object.assign(draft, { ...stamp, seq: index + 1 });
  });
  const { host, collector, epoch } = stamp;
  return {
    host,
    collector,
    epoch,
    domain: 'custom',
    verb: 'done',
    first_seq: 1,
    last_seq: 9,
    events,
  };
}

function roundTrip(batch: EventBatch): BusPayload {
  return decodePayload('events', encodePayload({ kind: 'events', body: batch })).payload;
}

const values = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
  ),
  { maxKeys: 5 },
);

describe('a custom event', () => {
  test('comes out of the codec as it went in', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), (given) => {
        const batch = aBatch(given);
        expect(roundTrip(batch)).toEqual({ kind: 'events', body: batch });
      }),
      { numRuns: 200 },
    );
  });

  test('has a whole number past 2^53 as text, also one that another program sent as a number', () => {
    const [event] = aBatch([{ inode: 2n ** 60n }]).events;
    expect(event).toMatchObject({ values: '{"inode":"1152921504606846976"}' });
    const body = { time: 7, seq: 1, type: 'backup.done' };
    const inode = { integer: int64(2n ** 60n, 'inode') };
    const bytes = daemoneye.v1.EventBatch.encode({
      ...stamp,
      domain: 'custom',
      verb: 'done',
      first_seq: 1,
      last_seq: 1,
      events: [{ ...body, custom: { values: { inode } } }],
    }).finish();
    const { payload, faults } = decodePayload('events', bytes);
    expect(faults).toEqual([]);
    expect(payload.kind === 'events' && payload.body.events).toMatchObject([
      { domain: 'custom', values: '{"inode":"1152921504606846976"}' },
    ]);
  });

  test.each(['no json', '[]', '{"deep":{"er":1}}', 'null'])(
    'is refused with the values %s',
    (text) => {
      const batch = aBatch([{}]);
      const events = batch.events.map((event) => ({ ...event, values: text }) as CollectionEvent);
      expect(() => encodePayload({ kind: 'events', body: { ...batch, events } })).toThrow(
        expect.objectContaining({ code: 'WIRE_VALUE' }),
      );
    },
  );

  test('of a kind that is not known here costs no other event of its batch', () => {
    const known = { custom: { values: {} } };
    const sample = { performance: { metrics: [{ metric: 'cpu.usage', value: 1, unit: '%' }] } };
    const bytes = daemoneye.v1.EventBatch.encode({
      ...stamp,
      domain: 'custom',
      verb: 'done',
      first_seq: 1,
      last_seq: 2,
      events: [
        { time: 7, seq: 1, type: 'backup.done', ...sample },
        { time: 7, seq: 2, type: 'backup.done', ...known },
      ],
    }).finish();
    const { payload, faults } = decodePayload('events', bytes);
    expect(faults).toMatchObject([{ seq: 1, code: 'WIRE_MALFORMED' }]);
    expect(payload.kind === 'events' && payload.body.events).toMatchObject([
      { seq: 2, values: '{}' },
    ]);
  });
});
