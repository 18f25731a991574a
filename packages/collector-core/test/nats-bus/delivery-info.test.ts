import { describe, expect, test } from '@jest/globals';
import { parseDeliveryInfo } from '../../src/nats-bus/delivery-info.ts';

const wanted = {
  stream: 'S',
  durable: 'd',
  deliveries: 2,
  streamSequence: 31,
  consumerSequence: 40,
  pending: 5,
};

describe('parseDeliveryInfo', () => {
  test.each([
    '$JS.ACK.S.d.2.31.40.1700000000000000000.5',
    '$JS.ACK._.hash.S.d.2.31.40.1700000000000000000.5',
    '$JS.ACK.hub.hash.S.d.2.31.40.1700000000000000000.5.random',
  ])('reads %s', (reply) => {
    expect(parseDeliveryInfo(reply)).toEqual(wanted);
  });

  test.each(['', '_INBOX.x.1', '$JS.ACK', '$JS.ACK.S.d', '$JS.ACK.S.d.a.b.c.d.e'])(
    'is null for %j',
    (reply) => {
      expect(parseDeliveryInfo(reply)).toBeNull();
    },
  );
});
