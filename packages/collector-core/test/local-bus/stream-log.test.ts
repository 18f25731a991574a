import { describe, expect, test } from '@jest/globals';
import { StreamLog } from '../../src/local-bus/stream-log.ts';
import { letterMessage } from '../../src/testing/bus-contract/sample-messages.ts';

const subject = 'deye.v1.dlq.A';

function filled(): StreamLog {
  const log = new StreamLog();
  for (const [number, stream] of ['A', 'B', 'A', 'A'].entries())
    log.append(letterMessage(number, stream), number, 10);
  return log;
}

describe('StreamLog', () => {
  test('finds the last message that is left on a subject', () => {
    const log = filled();
    const left = [4, 3, 1].map((sequence) => {
      const last = log.lastOn(subject)?.sequence;
      log.remove(sequence);
      return last;
    });
    expect(left).toEqual([4, 3, 1]);
    expect(log.lastOn(subject)).toBeUndefined();
    expect(log.lastOn('deye.v1.dlq.B')?.sequence).toBe(2);
  });

  test('accounts for size, bytes and first sequence, whatever the order of removal', () => {
    const log = filled();
    log.remove(2);
    expect([log.size, log.bytes, log.first, log.oldest()?.sequence]).toEqual([3, 30, 1, 1]);
    log.remove(1);
    log.remove(1);
    expect([log.size, log.bytes, log.first, log.oldest()?.sequence]).toEqual([2, 20, 3, 3]);
    log.remove(4);
    log.remove(3);
    expect([log.size, log.bytes, log.first, log.last]).toEqual([0, 0, 5, 4]);
    expect(log.append(letterMessage(5), 5, 1).sequence).toBe(5);
  });
});
