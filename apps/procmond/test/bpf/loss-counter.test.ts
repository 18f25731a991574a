import { describe, expect, test } from '@jest/globals';

import { LossCounter } from '../../src/bpf/loss-counter.ts';

const counts = (exec: number, exit: number, fork: number) => ({
  exec: { produced: 100, dropped: exec },
  exit: { produced: 100, dropped: exit },
  fork: { produced: 100, dropped: fork },
});

describe('LossCounter', () => {
  test('tells the execs and exits that were dropped since the look before', () => {
    const counter = new LossCounter();
    expect(counter.look(counts(0, 0, 0), 10n)).toEqual({ loss: null, isNew: false });
    expect(counter.look(counts(2, 3, 9), 20n)).toEqual({
      loss: { reason: 'kernel_overflow', count: 5, lowerBound: false, from: 10n, until: 20n },
      isNew: true,
    });
    expect(counter.look(counts(2, 3, 9), 30n)).toEqual({ loss: null, isNew: false });
  });
  test('notices lost forks, which are no events of their own', () => {
    const counter = new LossCounter();
    expect(counter.look(counts(0, 0, 1), 10n)).toEqual({ loss: null, isNew: true });
  });
});
