import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '@daemoneye/collector-core';
import { AckLedger } from '../../src/pipeline/ack-ledger.ts';

function scene(): {
  ledger: AckLedger;
  acked: string[];
  delivery: (sequence: number, name?: string) => Delivery;
} {
  const acked: string[] = [];
  const delivery = (sequence: number, name = `${sequence}`): Delivery =>
    ({ sequence, ack: () => acked.push(name) }) as unknown as Delivery;
  return { ledger: new AckLedger(), acked, delivery };
}

describe('AckLedger', () => {
  test('acknowledges at once what waits for nothing', () => {
    const { ledger, acked, delivery } = scene();
    ledger.hold(delivery(1), []);
    expect(acked).toEqual(['1']);
  });

  test('acknowledges when the last alert is settled, once', () => {
    const { ledger, acked, delivery } = scene();
    ledger.hold(delivery(1), ['a', 'b']);
    ledger.settle('a');
    expect(acked).toEqual([]);
    ledger.settle('b');
    ledger.settle('b');
    expect(acked).toEqual(['1']);
    expect(ledger.size).toBe(0);
  });

  test('acknowledges every delivery that waits for an alert', () => {
    const { ledger, acked, delivery } = scene();
    ledger.hold(delivery(1), ['a']);
    ledger.hold(delivery(2), ['a', 'b']);
    ledger.settle('a');
    expect(acked).toEqual(['1']);
    ledger.settle('b');
    expect(acked).toEqual(['1', '2']);
  });

  test('acknowledges the latest delivery of a message that came again', () => {
    const { ledger, acked, delivery } = scene();
    ledger.hold(delivery(1, 'first'), ['a']);
    expect(ledger.renew(delivery(1, 'second'))).toBe(true);
    expect(ledger.renew(delivery(2))).toBe(false);
    ledger.settle('a');
    expect(acked).toEqual(['second']);
  });
});
