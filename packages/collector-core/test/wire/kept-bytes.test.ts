import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs/minimal.js';
import { aProcessEvent } from '../../src/testing/index.ts';
import { decodePayload, encodePayload } from '../../src/index.ts';
import type { Alert, AnalysisResult, CollectionEvent } from '../../src/index.ts';
import { aBatch, batchBytes, eventBytes, unknownField } from './event-bytes.ts';

const withField = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, unknownField()]);

const correlation = { id: '', root: '', parent: null, stage: null, traceparent: null, tags: [] };
const result: AnalysisResult = {
  task: 't',
  attempt: 1,
  analysis: 'binary_hash',
  host: 'h',
  collector: 'c',
  status: 'completed',
  outcome: 'hashed',
  error: null,
  message: null,
  process_key: null,
  path: null,
  values: {},
  started_time: 0n,
  finished_time: 0n,
  correlation,
};

function alertOf(event: CollectionEvent, results: readonly AnalysisResult[]): Alert {
  return {
    alert: 'a',
    revision: 1,
    rule: 'r',
    title: 't',
    description: null,
    severity: 'high',
    tags: [],
    time: 0n,
    host: 'h',
    host_name: 'h',
    fingerprint: 'f',
    count: 1,
    first_time: 0n,
    last_time: 0n,
    event,
    results,
    pending: [],
  };
}

/** What reading with `keepUnknown` and writing again makes of the bytes. */
function relayed(kind: 'events' | 'result', bytes: Uint8Array): Uint8Array {
  return encodePayload(decodePayload(kind, bytes, { keepUnknown: true }).payload);
}

describe('decodePayload with keepUnknown', () => {
  test('keeps the fields of a later version in a batch that is sent on', () => {
    const event = withField(eventBytes(aProcessEvent()));
    for (const bytes of [batchBytes([event]), withField(batchBytes([event]))])
      expect(Buffer.from(relayed('events', bytes))).toEqual(Buffer.from(bytes));
  });

  test('keeps them also when the message is gone', () => {
    const bytes = withField(batchBytes([eventBytes(aProcessEvent())]));
    const sent = Buffer.from(bytes);
    const { payload } = decodePayload('events', sent, { keepUnknown: true });
    sent.fill(0);
    expect(Buffer.from(encodePayload(payload))).toEqual(Buffer.from(bytes));
  });

  test('keeps an event whose body is of a kind that is not known here', () => {
    const head = protobuf.Writer.create().uint32(9).sfixed64(5).uint32(16).uint64(1);
    const later = head
      .uint32(26)
      .string('process.started')
      .uint32((11 << 3) | 2)
      .bytes(unknownField());
    const bytes = batchBytes([later.finish(), eventBytes(aProcessEvent({ seq: 2 }))]);
    const { payload, faults } = decodePayload('events', bytes, { keepUnknown: true });
    expect(faults.map(({ seq }) => seq)).toEqual([1]);
    expect(Buffer.from(encodePayload(payload))).toEqual(Buffer.from(bytes));
  });

  test('keeps them in an event and a result that become part of an alert', () => {
    const event = withField(eventBytes(aProcessEvent()));
    const answer = withField(encodePayload({ kind: 'result', body: result }));
    const batch = decodePayload('events', batchBytes([event]), { keepUnknown: true }).payload;
    const answered = decodePayload('result', answer, { keepUnknown: true }).payload;
    const [first] = batch.kind === 'events' ? batch.body.events : [];
    if (first === undefined || answered.kind !== 'result') throw new Error('not decoded');
    const body = alertOf(first, [answered.body]);
    const alert = Buffer.from(encodePayload({ kind: 'alert', body }));
    expect(alert.includes(event)).toBe(true);
    expect(alert.includes(answer)).toBe(true);
    expect(decodePayload('alert', alert).payload.body).toEqual(body);
  });

  test('keeps nothing of what is known, and nothing unless it is asked to', () => {
    const plain = batchBytes([eventBytes(aProcessEvent())]);
    const { payload } = decodePayload('events', plain, { keepUnknown: true });
    expect(encodePayload(payload)).not.toBe(plain);
    const later = batchBytes([withField(eventBytes(aProcessEvent()))]);
    expect(encodePayload(decodePayload('events', later).payload)).toEqual(
      encodePayload({ kind: 'events', body: aBatch(1) }),
    );
  });
});
