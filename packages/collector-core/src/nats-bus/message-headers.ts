import { headers } from 'nats';
import type { MsgHdrs } from 'nats';
import type { BusPayload } from '../bus/event-bus.ts';

/** Headers that the suite puts on messages, and what they say. */
export const messageHeaders = {
  'Nats-Msg-Id': 'identity of the message: stored once within the duplicate window of its stream',
  'Nats-Expected-Last-Subject-Sequence':
    'stored only after this message of the subject; 0 = as the first',
  'Deye-Schema': 'major version of the wire schema',
  'Deye-Epoch': 'run of the collector (event batches)',
  'Deye-First-Seq': 'lowest number in the batch (event batches)',
  'Deye-Last-Seq': 'highest number in the batch (event batches)',
  'Deye-Count': 'events in the batch (event batches)',
  'Deye-Rec': 'number of the record in the spool of the collector (event batches)',
} as const;

export type HeaderName = keyof typeof messageHeaders;

const schemaVersion = '1';

/** What a message says of itself besides its payload. */
export interface MessageLabels {
  readonly msgId: string;
  readonly expectLastSubjectSequence?: number | undefined;
  readonly record?: number | undefined;
}

/** Headers of a message. */
export function headersOf(payload: BusPayload, labels: MessageLabels): MsgHdrs {
  const set = headers();
  const put = (name: HeaderName, value: string | number | undefined): void => {
    if (value !== undefined) set.set(name, String(value));
  };
  put('Nats-Msg-Id', labels.msgId);
  put('Nats-Expected-Last-Subject-Sequence', labels.expectLastSubjectSequence);
  put('Deye-Schema', schemaVersion);
  if (payload.kind !== 'events') return set;
  const { epoch, first_seq: first, last_seq: last, events } = payload.body;
  put('Deye-Epoch', epoch);
  put('Deye-First-Seq', first);
  put('Deye-Last-Seq', last);
  put('Deye-Count', events.length);
  put('Deye-Rec', labels.record);
  return set;
}

/** Headers of an answer that is an error, as clients of the services protocol read them. */
export function errorHeaders(text: string): MsgHdrs {
  const set = headers();
  set.set('Nats-Service-Error-Code', '500');
  set.set('Nats-Service-Error', text.replaceAll(/[\r\n]+/g, ' '));
  return set;
}
