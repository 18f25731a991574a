import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { WindowClause } from '../../src/condition/window-clause.ts';
import { EventWindow } from '../../src/window/event-window.ts';
import type { Crossing } from '../../src/window/event-window.ts';
import { NaiveWindow } from './naive-window.ts';
import type { Sample } from './naive-window.ts';

const START_MS = 1_700_000_000_000;
const SPAN_MS = 10_000;

function clause(given: Partial<WindowClause> = {}): WindowClause {
  return {
    groupBy: ['key'],
    aggregate: 'count',
    column: null,
    distinct: false,
    operator: '>=',
    threshold: 3,
    spanMs: SPAN_MS,
    ...given,
  };
}

function sample(timeMs: number, given: Partial<Sample> = {}): Sample {
  return { host: 'h', key: 'k', value: null, timeMs: START_MS + timeMs, ...given };
}

function take(window: EventWindow, event: Sample, reading: object = {}): Crossing | null {
  const row = { ...event, time: BigInt(event.timeMs) * 1_000_000n };
  return window.take(row, { nowMs: event.timeMs, bootMs: 0, ...reading });
}

/** The positions of the events that cross. */
function crossings(window: EventWindow, events: readonly Sample[]): number[] {
  return events.flatMap((event, index) => (take(window, event) === null ? [] : [index]));
}

const samples = fc
  .array(
    fc.record({
      host: fc.constantFrom('a', 'b'),
      key: fc.option(fc.constantFrom('x', 'y', 'z'), { freq: 20 }),
      step: fc.integer({ min: -7_000, max: 4_000 }),
      value: fc.option(fc.integer({ min: -5, max: 5 }), { freq: 5 }),
    }),
    { maxLength: 120 },
  )
  .map((drafts) => {
    let timeMs = START_MS;
    return drafts.map(({ step, ...rest }): Sample => {
      const event = { ...rest, timeMs: timeMs + step };
      timeMs += Math.max(0, step);
      return event;
    });
  });

const clauses = fc
  .record({
    of: fc.constantFrom<Partial<WindowClause>>(
      { aggregate: 'count', column: null },
      { aggregate: 'count', column: 'value' },
      { aggregate: 'count', column: 'value', distinct: true },
      { aggregate: 'sum', column: 'value' },
      { aggregate: 'avg', column: 'value' },
      { aggregate: 'min', column: 'value' },
      { aggregate: 'max', column: 'value' },
    ),
    operator: fc.constantFrom<WindowClause['operator']>('=', '<>', '<', '<=', '>', '>='),
    threshold: fc.integer({ min: -3, max: 8 }),
    spanMs: fc.constantFrom(1_000, 10_000, 60_000),
  })
  .map(({ of, ...rest }) => clause({ ...of, ...rest }));

describe('EventWindow', () => {
  test('crosses for the same events, with the same results, as a list of all events', () => {
    fc.assert(
      fc.property(clauses, samples, (given, events) => {
        const window = new EventWindow(given, 100);
        const naive = new NaiveWindow(given);
        for (const event of events) {
          const expected = naive.take(event);
          const crossing = take(window, event, { nowMs: START_MS + 1e9 });
          expect(crossing).toEqual(
            expected === null ? null : { group: [event.key], result: expected },
          );
        }
        const { late, skipped } = naive;
        expect(window.counters).toEqual({ late, skipped, clamped: 0, evicted: 0 });
      }),
      { numRuns: 400 },
    );
  });

  test('counts never more than the span has, and never less than the span without one slice', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 12 }), (events, threshold) => {
        const given = clause({ threshold });
        const window = new EventWindow(given, 100);
        const naive = new NaiveWindow(given);
        for (const event of events) {
          naive.take(event);
          const crossing = take(window, event, { nowMs: START_MS + 1e9 });
          if (crossing === null || event.key === null) continue;
          expect(crossing.result).toBeLessThanOrEqual(naive.trueCount(event.key, SPAN_MS));
          expect(crossing.result).toBeGreaterThanOrEqual(
            naive.trueCount(event.key, SPAN_MS - SPAN_MS / 10),
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  test('fires once while the result stays above, and again after it was below', () => {
    const times = [0, 100, 200, 300, 400, 20_000, 20_100, 20_200, 20_300];
    expect(
      crossings(
        new EventWindow(clause(), 9),
        times.map((time) => sample(time)),
      ),
    ).toEqual([2, 7]);
  });

  test('fires again when the result fell below between two events', () => {
    const one = clause({ threshold: 1 });
    expect(crossings(new EventWindow(one, 9), [sample(0), sample(5_000), sample(30_000)])).toEqual([
      0, 2,
    ]);
  });

  test('keeps groups apart whose values are the same text when they are joined', () => {
    const window = new EventWindow(clause({ groupBy: ['a', 'b'], threshold: 2 }), 9);
    const at = { host: 'h', time: 1n };
    const rows = [
      { ...at, a: '1:x', b: 'y' },
      { ...at, a: '1', b: ':xy' },
      { ...at, a: '1:x', b: 'y' },
    ];
    expect(rows.map((row) => window.take(row, { nowMs: 0, bootMs: 0 })?.group ?? null)).toEqual([
      null,
      null,
      ['1:x', 'y'],
    ]);
  });

  test('takes a clock from the future as the time of reading, and ends no other host’s window by it', () => {
    const window = new EventWindow(clause(), 9);
    take(window, sample(0));
    take(window, sample(86_400_000, { host: 'wrong' }), { nowMs: START_MS + 100 });
    expect(take(window, sample(200))).toEqual({ group: ['k'], result: 3 });
    expect(window.counters.clamped).toBe(1);
  });

  test('uses what is five seconds late and counts what is later', () => {
    const window = new EventWindow(clause(), 9);
    for (const time of [6_000, 999, 1_000]) take(window, sample(time));
    expect(window.counters.late).toBe(1);
    expect(take(window, sample(6_000))).toEqual({ group: ['k'], result: 3 });
  });

  test('measures lateness by the host’s own clock', () => {
    const window = new EventWindow(clause(), 9);
    take(window, sample(60_000, { host: 'ahead', key: 'other' }));
    expect(crossings(window, [sample(0), sample(1), sample(2)])).toEqual([2]);
  });

  test('keeps at most as many groups as it may, and counts those that it forgot within their span', () => {
    const window = new EventWindow(clause({ threshold: 2 }), 2);
    for (const key of ['a', 'b', 'c']) take(window, sample(0, { key }));
    expect(window.groups).toBe(2);
    expect(window.counters.evicted).toBe(1);
    expect(crossings(window, [sample(1, { key: 'a' }), sample(1, { key: 'c' })])).toEqual([1]);
    take(window, sample(60_000, { key: 'd' }));
    expect(window.counters.evicted).toBe(2);
  });

  test('bounds distinct values over all groups, and of one group', () => {
    const distinct = clause({ column: 'value', distinct: true, threshold: 1_000 });
    const window = new EventWindow(distinct, 2);
    for (let value = 0; value < 6; value += 1) take(window, sample(0, { key: 'a', value }));
    for (let value = 0; value < 3; value += 1) take(window, sample(0, { key: 'b', value }));
    expect(window.groups).toBe(1);
    for (let value = 3; value < 50; value += 1) take(window, sample(0, { key: 'b', value }));
    expect(window.groups).toBe(1);
    expect(window.counters.evicted).toBe(1 + 42);
  });

  test('forgets by the boot clock a group that had no event for its span and five minutes', () => {
    const window = new EventWindow(clause(), 9);
    take(window, sample(0, { key: 'a' }), { bootMs: 0 });
    take(window, sample(0, { key: 'b' }), { bootMs: 310_000 });
    expect(window.groups).toBe(2);
    take(window, sample(0, { key: 'b' }), { bootMs: 310_001 });
    expect(window.groups).toBe(1);
    expect(window.counters.evicted).toBe(0);
  });

  test('counts booleans and times as numbers, and what is no number not at all', () => {
    const window = new EventWindow(clause({ aggregate: 'sum', column: 'value', threshold: 6 }), 9);
    const values = [true, 2n, 'text', Number.NaN, null, 3];
    const results = values.map((value) => {
      const row = { host: 'h', time: 1n, key: 'k', value };
      return window.take(row, { nowMs: 0, bootMs: 0 });
    });
    expect(results).toEqual([null, null, null, null, null, { group: ['k'], result: 6 }]);
  });

  test('places times before 1970', () => {
    const old = [-3, -2, -1].map((second) => sample(second * 1_000 - START_MS));
    expect(crossings(new EventWindow(clause(), 9), old)).toEqual([2]);
  });
});
