import { describe, expect, test } from '@jest/globals';
import type { MsgHdrs } from 'nats';
import { headersOf } from '../../src/nats-bus/message-headers.ts';
import { eventsMessage, resultMessage } from '../../src/testing/bus-contract/sample-messages.ts';

function plain(set: MsgHdrs): Record<string, string> {
  return Object.fromEntries(set.keys().map((name) => [name, set.get(name)]));
}

describe('headersOf', () => {
  test('say of a batch what is in it, without opening it', () => {
    const labels = { msgId: 'web_1:procmond:s1:9', record: 9 };
    expect(plain(headersOf(eventsMessage(4).payload, labels))).toEqual({
      'Nats-Msg-Id': 'web_1:procmond:s1:9',
      'Deye-Schema': '1',
      'Deye-Epoch': 'e1',
      'Deye-First-Seq': '4',
      'Deye-Last-Seq': '4',
      'Deye-Count': '1',
      'Deye-Rec': '9',
    });
  });

  test('carry the expectation of the first message of a subject', () => {
    const labels = { msgId: 'a', expectLastSubjectSequence: 0 };
    expect(plain(headersOf(resultMessage('t1').payload, labels))).toEqual({
      'Nats-Msg-Id': 'a',
      'Nats-Expected-Last-Subject-Sequence': '0',
      'Deye-Schema': '1',
    });
  });
});
