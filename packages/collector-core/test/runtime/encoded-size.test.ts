import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodePayload } from '../../src/index.ts';
import { encodedSize } from '../../src/runtime/encoded-size.ts';
import { aProcessEvent } from '../../src/testing/index.ts';
import { processEvents } from '../wire/arbitraries.ts';
import { aBatch } from '../wire/event-bytes.ts';

/** Bytes that a batch takes per event, the same event many times. */
function bytesOf(event: ReturnType<typeof aProcessEvent>): number {
  const { host, collector, epoch, domain, seq } = event;
  const events = Array.from({ length: 8 }, () => event);
  const verb = event.type.slice('process.'.length);
  const body = { host, collector, epoch, domain, verb, first_seq: seq, last_seq: seq, events };
  return encodePayload({ kind: 'events', body }).length / events.length;
}

describe('encodedSize', () => {
  test('is at least half of what an event takes in a batch, whatever it holds', () => {
    fc.assert(
      fc.property(processEvents, (event) => {
        expect(bytesOf(event)).toBeLessThanOrEqual(2 * encodedSize(event));
      }),
    );
  });

  test('counts text as UTF-8', () => {
    const [plain, wide] = ['a', '語'].map((letter) =>
      encodedSize(aProcessEvent({ name: letter.repeat(100) })),
    );
    expect((wide ?? 0) - (plain ?? 0)).toBe(200);
  });

  test('is near to what a plain event takes', () => {
    const event = aBatch(1).events[0] ?? aProcessEvent();
    const ratio = encodedSize(event) / bytesOf(aProcessEvent());
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.4);
  });
});
