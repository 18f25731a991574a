import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  formatTime,
  parseJsonRow,
  parseTime,
  tables,
  toJsonRow,
  toSqlValue,
} from '../../src/index.ts';
import type { Column } from '../../src/index.ts';

const inMemory: Readonly<Record<Column['type'], fc.Arbitrary<unknown>>> = {
  integer: fc.oneof(
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 53, -(2 ** 60), 2 ** 62),
  ),
  real: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Object.is(value, -0)),
  text: fc.string({ unit: 'binary' }),
  boolean: fc.boolean(),
  time: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  list: fc.array(fc.string({ unit: 'binary' })),
};

const processRow = fc.record(
  Object.fromEntries(
    Object.entries(tables.process_events).map(([name, column]) => {
      const value = inMemory[column.type];
      return [name, column.nullWhen === null ? value : fc.option(value)];
    }),
  ),
);

const least = {
  time: '2026-01-02T03:04:05.000000006Z',
  host: 'web-0011aabb',
  host_name: 'web',
  collector: 'procmond',
  epoch: '00ff00ff00ff00ff',
  seq: 1,
  type: 'process.started',
  pid: 7,
  source_tier: 'proc_scan',
};

describe('toJsonRow', () => {
  test('has the columns of the table in the order of the catalogue and nothing else', () => {
    const row = toJsonRow('process_events', { pid: 7, domain: 'process' });
    expect(Object.keys(row)).toEqual(Object.keys(tables.process_events));
  });

  test('writes times with nine digits, large whole numbers as text, lists as arrays, NULL as null', () => {
    const row = toJsonRow('process_events', {
      time: 1_767_323_045_000_000_006n,
      seq: 2 ** 53,
      pid: 7,
      args: ['a', 'b'],
      cpu_usage: Number.NaN,
      is_memfd: false,
      name: undefined,
    });
    expect(row).toMatchObject({
      time: '2026-01-02T03:04:05.000000006Z',
      seq: '9007199254740992',
      pid: 7,
      args: ['a', 'b'],
      cpu_usage: null,
      is_memfd: false,
      name: null,
    });
  });

  test('is undone by JSON text and parseJsonRow', () => {
    fc.assert(
      fc.property(processRow, (row) => {
        const text = JSON.stringify(toJsonRow('process_events', row));
        expect(parseJsonRow('process_events', JSON.parse(text))).toEqual({
          ok: true,
          row: { ...row },
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('parseJsonRow', () => {
  test('takes missing columns as NULL', () => {
    const parsed = parseJsonRow('process_events', least);
    expect(parsed).toMatchObject({
      ok: true,
      row: { time: 1_767_323_045_000_000_006n, pid: 7, name: null, args: null },
    });
  });

  test.each([
    ['an unknown key', { ...least, pidd: 1 }, 'ROW_UNKNOWN_COLUMN', 'pidd'],
    [
      'a key that objects inherit',
      JSON.parse('{"__proto__":1}'),
      'ROW_UNKNOWN_COLUMN',
      '__proto__',
    ],
    ['text for a number', { ...least, pid: 'x' }, 'ROW_BAD_VALUE', 'pid'],
    ['a fraction for a whole number', { ...least, pid: 1.5 }, 'ROW_BAD_VALUE', 'pid'],
    ['text for a small number', { ...least, pid: '12' }, 'ROW_BAD_VALUE', 'pid'],
    [
      'a time without nine digits',
      { ...least, time: '2026-01-02T03:04:05Z' },
      'ROW_BAD_VALUE',
      'time',
    ],
    [
      'a day that does not exist',
      { ...least, time: '2026-02-30T03:04:05.000000000Z' },
      'ROW_BAD_VALUE',
      'time',
    ],
    ['a list with a number', { ...least, args: [1] }, 'ROW_BAD_VALUE', 'args'],
    [
      'a column that has to have a value',
      { ...least, source_tier: null },
      'ROW_BAD_VALUE',
      'source_tier',
    ],
  ])('refuses %s', (_what, object: unknown, code, column) => {
    const parsed = parseJsonRow('process_events', object);
    expect(parsed.ok ? [] : parsed.errors).toContainEqual(
      expect.objectContaining({ code, column }),
    );
  });

  test.each([[null], [1], ['x'], [[]]])('refuses %j, which is no object', (value) => {
    const parsed = parseJsonRow('gaps', value);
    expect(parsed).toMatchObject({
      ok: false,
      errors: [{ code: 'ROW_NOT_AN_OBJECT', column: null }],
    });
  });
});

describe('parseTime', () => {
  test('undoes formatTime for every 64-bit count', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (nanos) => {
        expect(parseTime(formatTime(nanos))).toBe(nanos);
      }),
    );
  });
});

describe('toSqlValue', () => {
  const { time, closed, ranges, last_seq: lastSeq, reason } = tables.gaps;

  test.each([
    [time, 5n, 5n],
    [closed, true, 1],
    [closed, false, 0],
    [ranges, ['1-2', '5-5'], '["1-2","5-5"]'],
    [lastSeq, 12, 12],
    [lastSeq, Number.NaN, null],
    [reason, 'restart', 'restart'],
    [reason, undefined, null],
    [reason, 12, null],
  ] as const)('gives the value that SQLite stores: %#', (column, value, stored) => {
    expect(toSqlValue(column, value)).toBe(stored);
  });
});
