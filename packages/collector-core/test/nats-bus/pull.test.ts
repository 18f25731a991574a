import { describe, expect, test } from '@jest/globals';
import { PullState, pullTiming } from '../../src/nats-bus/pull.ts';

describe('PullState', () => {
  test('has one request open at a time, and the next when all of it came', () => {
    const pull = new PullState(4);
    expect(pull.next(0, true, 0)).toEqual({ id: 1, batch: 4 });
    expect(pull.next(0, true, 0)).toBeNull();
    for (let n = 0; n < 4; n += 1) pull.received(1);
    expect(pull.next(1, false, 1)).toEqual({ id: 2, batch: 3 });
  });

  test('waits until half of what it holds is taken', () => {
    const pull = new PullState(4);
    expect(pull.next(3, true, 0)).toBeNull();
    expect(pull.next(2, true, 0)).toEqual({ id: 1, batch: 2 });
  });

  test('with a batch of one asks for nobody in advance', () => {
    const pull = new PullState(1);
    expect(pull.next(0, false, 0)).toBeNull();
    expect(pull.next(0, true, 0)).toEqual({ id: 1, batch: 1 });
  });

  test('asks anew after the end of the request, not of an older one', () => {
    const pull = new PullState(2);
    pull.next(0, true, 0);
    pull.reset();
    pull.next(0, true, 0);
    pull.ended(1);
    expect(pull.next(0, true, 0)).toBeNull();
    pull.ended(2);
    expect(pull.next(0, true, 0)).toEqual({ id: 3, batch: 2 });
  });

  test('gives up a request that shows no sign of life', () => {
    const pull = new PullState(2);
    pull.next(0, true, 0);
    pull.alive(400);
    pull.expire(400 + pullTiming.deadMs);
    expect(pull.next(0, true, 0)).toBeNull();
    pull.expire(401 + pullTiming.deadMs);
    expect(pull.next(0, true, 0)).not.toBeNull();
  });
});
