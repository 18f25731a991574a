import { describe, expect, test } from '@jest/globals';
import { EvictionCount } from '../../src/nats-bus/eviction-count.ts';

function count(
  from: [number, number],
  seen: readonly (readonly [number, number, number])[],
): number {
  const evictions = new EvictionCount(...from);
  for (const [streamSequence, consumerSequence, deliveries] of seen)
    evictions.see({
      stream: 'S',
      durable: 'd',
      pending: 0,
      streamSequence,
      consumerSequence,
      deliveries,
    });
  return evictions.evicted;
}

describe('EvictionCount', () => {
  test('counts what is missing before the first delivery and between two', () => {
    expect(count([0, 0], [[4, 1, 1]])).toBe(3);
    expect(
      count(
        [10, 7],
        [
          [11, 8, 1],
          [12, 9, 1],
          [20, 10, 1],
        ],
      ),
    ).toBe(7);
  });

  test('does not take a redelivery for a step', () => {
    expect(
      count(
        [0, 0],
        [
          [1, 1, 1],
          [2, 2, 1],
          [1, 3, 2],
          [3, 4, 1],
        ],
      ),
    ).toBe(0);
  });

  test('does not judge what other members of the durable got', () => {
    expect(
      count(
        [0, 0],
        [
          [1, 1, 1],
          [5, 5, 1],
          [6, 6, 1],
        ],
      ),
    ).toBe(0);
  });
});
