import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { GapAccount } from '../../src/runtime/gap-account.ts';
import type { GapKey, UntoldGap } from '../../src/runtime/gap-account.ts';
import { upTo } from './cover.ts';

const key: GapKey = { domain: 'process', source: 'a', reason: 'queue_shed' };

function takeAll(account: GapAccount): UntoldGap[] {
  const taken: UntoldGap[] = [];
  for (let gap = account.take(); gap !== null; gap = account.take()) taken.push(gap);
  return taken;
}

function numbersOf(gaps: readonly UntoldGap[]): number[] {
  return gaps
    .flatMap(({ ranges }) => ranges?.ranges() ?? [])
    .flatMap(({ first, last }) => upTo(last).slice(first - 1))
    .toSorted((a, b) => a - b);
}

describe('GapAccount', () => {
  test('joins losses per source and reason, over the span of all', () => {
    const account = new GapAccount();
    account.shed(key, 1, 2, 50n);
    account.shed({ ...key, source: 'b' }, 3, 3, 60n);
    account.shed(key, 4, 4, 40n, 70n);
    account.shed({ ...key, reason: 'publish_refused' }, 5, 6, 80n);
    expect(
      takeAll(account).map((gap) => [
        gap.source,
        gap.reason,
        gap.from,
        gap.until,
        gap.ranges?.toText(),
      ]),
    ).toEqual([
      ['a', 'queue_shed', 40n, 70n, ['1-2', '4-4']],
      ['b', 'queue_shed', 60n, 60n, ['3-3']],
      ['a', 'publish_refused', 80n, 80n, ['5-6']],
    ]);
    expect(account.isEmpty).toBe(true);
  });

  test('splits what is too long for one event', () => {
    const account = new GapAccount();
    for (let seq = 1; seq <= 2_000; seq += 2) account.shed(key, seq, seq, 1n);
    const gaps = takeAll(account);
    expect(gaps.map(({ ranges }) => ranges?.size)).toEqual([512, 488]);
    expect(numbersOf(gaps)).toHaveLength(1_000);
  });

  test('stays small when everything is shed, and loses no number', () => {
    const account = new GapAccount();
    let seq = 0;
    while (!account.full)
      account.shed({ ...key, source: (seq % 2).toString() }, (seq += 2), seq, 1n);
    const start = seq;
    for (let i = 0; i < 10_000; i += 1)
      account.shed({ ...key, source: (i % 2).toString() }, (seq += 1), seq, 1n);
    const gaps = takeAll(account);
    expect(gaps.reduce((sum, { ranges }) => sum + (ranges?.size ?? 0), 0)).toBeLessThan(4_100);
    expect(numbersOf(gaps).slice(-10_001)).toEqual(upTo(seq).slice(start - 1));
    expect(account.full).toBe(false);
  });

  test('holds the same numbers after gaps were taken and restored', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 200 })),
        fc.uniqueArray(fc.integer({ min: 201, max: 400 })),
        (before, since) => {
          const account = new GapAccount();
          for (const seq of before) account.shed(key, seq, seq, 1n);
          const taken = takeAll(account);
          for (const seq of since) account.shed(key, seq, seq, 2n);
          for (const gap of taken) account.restore(gap);
          expect(numbersOf(takeAll(account))).toEqual(
            [...before, ...since].toSorted((a, b) => a - b),
          );
        },
      ),
    );
  });

  test('keeps the later word on whether a restored gap is open', () => {
    const account = new GapAccount();
    const loss = { reason: 'kernel_overflow', count: 2, lowerBound: true, from: 5n } as const;
    account.lost(key, { ...loss, until: null });
    const open = account.take();
    account.lost(key, { ...loss, from: 7n, until: 9n });
    if (open !== null) account.restore(open);
    expect(takeAll(account)).toMatchObject([
      { from: 5n, until: 9n, lostBeforeEmit: 4, lowerBound: true, ranges: null },
    ]);
  });
});
