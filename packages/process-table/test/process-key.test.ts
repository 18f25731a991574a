import { describe, expect, test } from '@jest/globals';
import { assert, bigInt, property } from 'fast-check';

import { processIdentity, processKey } from '../src/process-key.ts';

const BOOT = 'b32d1fb1-1111-2222-3333-444455556666';

describe('processKey', () => {
  test('names boot, pid and start', () => {
    expect(processKey(BOOT, 4242, 210_288)).toBe('b32d1fb1-4242-210288');
  });
});

describe('processIdentity', () => {
  test('gives the key that clock ticks give, from any nanosecond of the tick', () => {
    assert(
      property(bigInt(0n, 1n << 50n), bigInt(0n, 9_999_999n), (ticks, rest) => {
        const { key } = processIdentity(BOOT, 7, ticks * 10_000_000n + rest);
        expect(key).toBe(processKey(BOOT, 7, ticks));
      }),
    );
  });
});
