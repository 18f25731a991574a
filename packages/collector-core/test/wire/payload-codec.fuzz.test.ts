import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DeyeError, decodePayload, encodePayload } from '../../src/index.ts';
import type { BusPayload } from '../../src/index.ts';
import { payloads } from './arbitraries.ts';

const mutations = 20_000;
const samples = 200;

/** A generator of numbers below `limit` that a seed repeats (xorshift). */
function numbers(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** Flips bits, overwrites, cuts off, repeats a part: what a broken sender or a hostile one does. */
function mutate(bytes: Uint8Array, below: (limit: number) => number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = (): number => below(changed.length);
  for (let times = below(4); times >= 0; times -= 1) {
    const place = at();
    if (below(2) === 0) changed[place] = (changed[place] ?? 0) ^ (1 << below(8));
    else changed[place] = [0, 0x7f, 0x80, 0xff][below(4)] ?? 0;
  }
  if (below(3) === 0) return changed.subarray(0, at());
  if (below(4) === 0) return Buffer.concat([changed, changed.subarray(at())]);
  return changed;
}

function outcome(kind: BusPayload['kind'], bytes: Uint8Array): string {
  try {
    const { payload, faults } = decodePayload(kind, bytes, { keepUnknown: true });
    encodePayload(payload);
    return faults.length === 0 ? 'read' : 'read with faults';
  } catch (error) {
    if (error instanceof DeyeError) return error.code;
    throw error;
  }
}

describe('decodePayload', () => {
  test(`gives coded errors only for ${mutations} mutated messages, in bounded time and memory`, () => {
    const seed = 0x5eed;
    const sent = fc.sample(payloads, { numRuns: samples, seed });
    const below = numbers(seed);
    const outcomes = new Map<string, number>();
    let longestMs = 0;
    for (let round = 0; round < mutations; round += 1) {
      const payload = sent[round % samples];
      if (payload === undefined) throw new Error('no sample');
      const bytes = mutate(encodePayload(payload), below);
      const sinceMs = performance.now();
      const what = outcome(payload.kind, bytes);
      longestMs = Math.max(longestMs, performance.now() - sinceMs);
      outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
    }
    expect([...outcomes.keys()].toSorted()).toEqual(['WIRE_MALFORMED', 'read', 'read with faults']);
    expect(longestMs).toBeLessThan(1_000);
  });

  test('reads 256 KiB of empty list entries in less than 64 MiB', () => {
    const entries = Buffer.alloc(262_144 - 8, Uint8Array.of(0x12, 0x00)); // map entries of a task
    const before = process.memoryUsage().heapUsed;
    expect(outcome('alert', entries)).toBe('WIRE_MALFORMED');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
  });
});
