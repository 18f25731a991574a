import { describe, expect, test } from '@jest/globals';
import { decide, emptyBook } from '../../src/alert/alert-book.ts';
import type { AlertBook, BookEffect, BookInput, BookLimits } from '../../src/alert/alert-book.ts';
import { alertIdOf } from '../../src/alert/alert-identity.ts';
import { analysisResult } from '../fixture/analysis-result.ts';
import { after, processEvent } from '../fixture/process-event.ts';
import { evilRule, ruleOf } from '../fixture/rule.ts';

const limits: BookLimits = { waitMs: 2_000, dedupMs: 300_000, republishMs: 10_000, maxOpen: 4 };
const event = processEvent();
const id = alertIdOf(evilRule, event);
const plainRule = ruleOf('{ id: plain, title: Plain, severity: low, when: pid = 1 }');
const silentRule = ruleOf(
  '{ id: silent, title: Silent, severity: low, when: pid = 1, analyze: [binary_hash], alert: false }',
);
const match: BookInput = { kind: 'match', rule: evilRule, event, group: null };
const result: BookInput = { kind: 'result', alert: id, result: analysisResult() };
const tick: BookInput = { kind: 'tick' };

function repeat(
  seq: number,
  seconds: number,
  type: 'process.started' | 'process.snapshot' = 'process.started',
): BookInput {
  return {
    kind: 'match',
    group: null,
    rule: evilRule,
    event: processEvent({ seq, time: after(seconds), type }),
  };
}

function stored(revision: number, sequence: number): BookInput {
  return { kind: 'stored', alert: id, revision, sequence };
}

/** What matters of the publications among the effects. */
function published(effects: readonly BookEffect[]): unknown[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'publish') return [];
    const { revision, count, results, pending } = effect.alert;
    return [
      {
        revision,
        count,
        outcomes: results.map((one) => one.outcome),
        pending,
        expected: effect.expected,
      },
    ];
  });
}

function kinds(effects: readonly BookEffect[]): string[] {
  return effects.map((effect) => effect.kind);
}

/** A book in which revision 1 of the alert is stored with its result at sequence 5. */
function settledBook(overrides: Partial<BookLimits> = {}): AlertBook {
  const book = emptyBook({ ...limits, ...overrides });
  decide(book, match, 0);
  decide(book, result, 100);
  decide(book, stored(1, 5), 110);
  return book;
}

describe('decide', () => {
  test('asks for the analyses of a match and holds its event', () => {
    expect(decide(emptyBook(limits), match, 0)).toEqual([
      { kind: 'dispatch', alert: id, analysis: 'binary_hash', event },
      { kind: 'hold', alert: id },
    ]);
  });

  test('publishes a match without analyses at once', () => {
    const book = emptyBook(limits);
    const effects = decide(book, { kind: 'match', rule: plainRule, event, group: null }, 0);
    expect(published(effects)).toEqual([
      { revision: 1, count: 1, outcomes: [], pending: [], expected: 0 },
    ]);
    expect(kinds(effects)).toEqual(['publish', 'hold']);
  });

  test('publishes when the last analysis ends', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    expect(published(decide(book, tick, 1_999))).toEqual([]);
    expect(published(decide(book, result, 1_999))).toEqual([
      { revision: 1, count: 1, outcomes: ['hashed'], pending: [], expected: 0 },
    ]);
  });

  test('publishes without the result when the wait ends, and with it as revision 2 when it comes', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    expect(published(decide(book, tick, 2_000))).toEqual([
      { revision: 1, count: 1, outcomes: [], pending: ['binary_hash'], expected: 0 },
    ]);
    decide(book, stored(1, 41), 2_010);
    expect(published(decide(book, result, 5_000))).toEqual([
      { revision: 2, count: 1, outcomes: ['hashed'], pending: [], expected: 41 },
    ]);
  });

  test('lets a result wait for the revision that is on its way', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    decide(book, tick, 2_000);
    expect(published(decide(book, result, 2_001))).toEqual([]);
    expect(published(decide(book, stored(1, 7), 2_002))).toEqual([
      { revision: 2, count: 1, outcomes: ['hashed'], pending: [], expected: 7 },
    ]);
  });

  test('goes on from the revision that an earlier run stored', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    decide(book, tick, 2_000);
    decide(book, { kind: 'stored', alert: id, revision: 3, sequence: 90 }, 2_010);
    expect(published(decide(book, result, 3_000))).toEqual([
      { revision: 4, count: 1, outcomes: ['hashed'], pending: [], expected: 90 },
    ]);
  });

  test('takes one result per analysis', () => {
    const book = settledBook();
    expect(decide(book, result, 200)).toEqual([]);
  });

  test('counts repeats before the first revision in it', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    expect(kinds(decide(book, repeat(2, 1), 10))).toEqual(['joined', 'hold']);
    expect(published(decide(book, result, 20))).toMatchObject([{ revision: 1, count: 2 }]);
  });

  test('republishes a raised count once per 10 s, however many repeats there are', () => {
    const book = settledBook();
    const seen: unknown[] = [];
    let sequence = 5;
    for (let second = 1; second <= 60; second += 1) {
      const now = second * 1_000;
      const effects = [
        ...decide(book, repeat(second + 1, second), now),
        ...decide(book, tick, now),
      ];
      for (const effect of effects) {
        if (effect.kind !== 'publish') continue;
        seen.push([effect.alert.revision, effect.alert.count]);
        sequence += 1;
        decide(book, stored(effect.alert.revision, sequence), now);
      }
    }
    expect(seen).toEqual([
      [2, 12],
      [3, 22],
      [4, 32],
      [5, 42],
      [6, 52],
    ]);
  });

  test('counts no snapshot, but lets it keep the alert open', () => {
    const book = settledBook();
    for (let seconds = 30; seconds <= 900; seconds += 30)
      expect(
        kinds(decide(book, repeat(seconds, seconds, 'process.snapshot'), seconds * 1_000)),
      ).toEqual(['joined']);
    expect(book.restless.size).toBe(0);
    expect(kinds(decide(book, repeat(1_000, 1_000), 1_000_000))).toEqual(['publish', 'joined']);
    expect(book.open.get(id)).toMatchObject({
      count: 2,
      firstTime: after(0),
      lastTime: after(1_000),
    });
  });

  test('opens another alert when the window between two matches has passed', () => {
    const book = settledBook();
    expect(kinds(decide(book, repeat(2, 300), 300_000))).toContain('joined');
    const later = repeat(3, 600.001);
    expect(kinds(decide(book, later, 600_001))).toEqual(['dispatch', 'hold']);
    expect(book.open.size).toBe(2);
  });

  test('takes a late event within the window into the alert', () => {
    const book = settledBook();
    decide(book, repeat(2, -10), 1_000);
    expect(book.open.get(id)).toMatchObject({
      count: 2,
      firstTime: after(-10),
      lastTime: after(0),
    });
  });

  test('ignores the event that opened the alert when it comes again', () => {
    const book = settledBook();
    expect(decide(book, match, 200)).toEqual([]);
  });

  test('dispatches and deduplicates for a rule without alert, and publishes nothing', () => {
    const book = emptyBook(limits);
    const silent: BookInput = { kind: 'match', rule: silentRule, event, group: null };
    expect(kinds(decide(book, silent, 0))).toEqual(['dispatch']);
    const again: BookInput = { ...silent, event: processEvent({ seq: 2 }) };
    expect(kinds(decide(book, again, 1))).toEqual(['joined']);
    const alert = alertIdOf(silentRule, event);
    expect(decide(book, { kind: 'result', alert, result: analysisResult() }, 2)).toEqual([]);
    expect(decide(book, tick, 5_000)).toEqual([]);
    expect(book.restless.size).toBe(0);
  });

  test('publishes what is open at drain, and what comes while it drains', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    expect(published(decide(book, { kind: 'drain' }, 10))).toMatchObject([
      { revision: 1, pending: ['binary_hash'] },
    ]);
    decide(book, stored(1, 3), 20);
    expect(published(decide(book, repeat(2, 1), 30))).toMatchObject([{ revision: 2, count: 2 }]);
  });

  test('forgets an alert that cannot be published', () => {
    const book = emptyBook(limits);
    decide(book, match, 0);
    decide(book, { kind: 'drain' }, 0);
    decide(book, { kind: 'unpublishable', alert: id }, 1);
    expect([book.open.size, book.byFingerprint.size, book.restless.size]).toEqual([0, 0, 0]);
  });

  test('closes an alert after two quiet windows', () => {
    const book = settledBook();
    decide(book, tick, 600_100);
    expect(book.open.size).toBe(1);
    decide(book, tick, 600_101);
    expect([book.open.size, book.byFingerprint.size]).toEqual([0, 0]);
  });

  test('closes the quietest alert when it is full, and publishes it first when it was not yet', () => {
    const book = settledBook();
    const of = (pid: number): BookInput => ({
      kind: 'match',
      group: null,
      rule: evilRule,
      event: processEvent({ seq: pid, process_key: `0badcafe-${pid}-1` }),
    });
    for (const pid of [11, 12, 13]) decide(book, of(pid), 200);
    const first = decide(book, of(14), 300);
    expect(first[0]).toEqual({ kind: 'evicted', alert: id });
    const second = decide(book, of(15), 400);
    expect(kinds(second).slice(0, 2)).toEqual(['publish', 'evicted']);
    expect(published(second)).toMatchObject([{ revision: 1, pending: ['binary_hash'] }]);
    expect(book.open.size).toBe(limits.maxOpen);
    expect(book.byFingerprint.size).toBe(limits.maxOpen);
  });
});
