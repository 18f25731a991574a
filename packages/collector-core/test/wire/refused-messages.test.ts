import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs';
import { aProcessEvent } from '../../src/testing/index.ts';
import { DeyeError, decodePayload, encodePayload } from '../../src/index.ts';
import type { BusPayload } from '../../src/index.ts';
import { decodeAnnouncement } from '../../src/wire/announcement.ts';
import { wireLimits } from '../../src/wire/limits.ts';
import { aBatch } from './event-bytes.ts';
import { readSchema } from './schema.ts';

const schema = readSchema();

/** A message as a sender makes it who knows the schema alone. */
function message(type: string, fields: object): Uint8Array {
  const found = schema.lookupType(`daemoneye.v1.${type}`);
  return found.encode(found.fromObject(fields)).finish();
}

const fault = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof DeyeError ? `${error.code} ${error.detail}` : String(error);
  }
  return 'none';
};

const correlation = { id: 'c', root: 'c' };
const event = { time: 5, seq: 1, type: 'process.started', process: { pid: 7, source_tier: 't' } };
const stamp = { host: 'h', host_name: 'h', collector: 'c', epoch: 'e' };
const batch = { ...stamp, domain: 'process', verb: 'started', first_seq: 1, last_seq: 1 };
const announcement = { health: 'healthy', durability: 'memory', schema: {}, ledger: {} };

describe('decodePayload', () => {
  test('reads what a sender wrote who knows the schema alone', () => {
    const { payload, faults } = decodePayload(
      'events',
      message('EventBatch', { ...batch, events: [event] }),
    );
    expect(faults).toEqual([]);
    expect(payload.body).toMatchObject({
      first_seq: 1,
      events: [{ ...stamp, time: 5n, seq: 1, pid: 7, ppid: null, args: null, source_tier: 't' }],
    });
  });

  test.each<[string, BusPayload['kind'], string, object, string]>([
    ['a batch of an unknown domain', 'events', 'EventBatch', { ...batch, domain: 'x' }, 'domain'],
    ['a batch without an epoch', 'events', 'EventBatch', { ...batch, epoch: '' }, 'epoch'],
    [
      'a first number beyond 2^53',
      'events',
      'EventBatch',
      { ...batch, first_seq: '9007199254740992' },
      'first_seq is beyond 2^53',
    ],
    ['a task without correlation', 'task', 'AnalysisRequest', { task: 't' }, 'correlation'],
    ['a status that is none', 'result', 'AnalysisResult', { status: 'odd', correlation }, 'odd'],
    [
      'a severity that is none',
      'alert',
      'Alert',
      { severity: 'odd', event: { ...batch, events: [event] } },
      'odd',
    ],
    ['an alert without an event', 'alert', 'Alert', { severity: 'low' }, 'exactly one event'],
    [
      'an alert with two',
      'alert',
      'Alert',
      { severity: 'low', event: { ...batch, events: [event, event] } },
      'exactly one event',
    ],
  ])('refuses %s', (_what, kind, type, fields, says) => {
    const said = fault(() => decodePayload(kind, message(type, fields)));
    expect(said).toContain('WIRE_MALFORMED');
    expect(said).toContain(says);
  });

  test.each<[string, object, string]>([
    [
      'a number beyond 2^53',
      { process: { memory_usage: '9007199254740992' } },
      'memory_usage is beyond 2^53',
    ],
    ['a body of another kind than its type', { process: undefined, gap: {} }, 'body'],
    ['the body of a third party', { process: undefined, custom: { values: {} } }, 'body'],
    ['no body', { process: undefined }, 'body'],
  ])('takes an event with %s for a fault', (_what, given, says) => {
    const bytes = message('EventBatch', { ...batch, events: [{ ...event, ...given }] });
    const { payload, faults } = decodePayload('events', bytes);
    expect(payload.body).toMatchObject({ events: [] });
    expect(faults).toEqual([
      { seq: 1, code: 'WIRE_MALFORMED', detail: expect.stringContaining(says) },
    ]);
  });

  test.each([
    ['below the first of its batch', 3, 5],
    ['above the last', 7, 5],
    ['that is missing', 0, 0],
  ])('takes an event with a number %s for a fault', (_what, seq, first_seq) => {
    const bytes = message('EventBatch', {
      ...batch,
      first_seq,
      last_seq: 6,
      events: [{ ...event, seq }],
    });
    expect(decodePayload('events', bytes).faults).toHaveLength(1);
  });

  test.each(['gap', 'ledger'])('takes a %s without its body for a fault', (verb) => {
    const events = [{ ...event, type: verb }];
    const bytes = message('EventBatch', { ...batch, verb, events });
    expect(decodePayload('events', bytes).faults).toHaveLength(1);
  });

  test('writes what a reader understands who knows the schema alone', () => {
    const time = 2n ** 60n + 1n;
    const body = aBatch(1, { time, memory_usage: 2 ** 52 + 1, exit_code: -3, cpu_usage: -0 });
    const found = schema.lookupType('daemoneye.v1.EventBatch');
    const read = found.toObject(found.decode(encodePayload({ kind: 'events', body })), {
      longs: String,
    });
    const { host, host_name, name, args } = aProcessEvent();
    expect(read).toMatchObject({
      host,
      host_name,
      first_seq: '1',
      events: [
        {
          time: String(time),
          type: 'process.started',
          process: {
            name,
            args: { values: args },
            memory_usage: '4503599627370497',
            exit_code: -3,
            cpu_usage: -0,
          },
        },
      ],
    });
  });
});

describe('decodeAnnouncement', () => {
  test.each<[string, object]>([
    ['without a ledger', { ...announcement, ledger: undefined }],
    ['without a schema range', { ...announcement, schema: undefined }],
    ['of a health that is none', { ...announcement, health: 'odd' }],
    ['of a durability that is none', { ...announcement, durability: '' }],
    ['of a source in no state', { ...announcement, sources: [{ name: 's' }] }],
  ])('refuses one %s', (_what, fields) => {
    expect(fault(() => decodeAnnouncement(message('CapabilityAnnouncement', announcement)))).toBe(
      'none',
    );
    const bytes = message('CapabilityAnnouncement', fields);
    expect(fault(() => decodeAnnouncement(bytes))).toContain('WIRE_MALFORMED');
  });

  test('refuses one that is too large, or has too many parts', () => {
    const large = new Uint8Array(wireLimits.messageBytes + 1);
    expect(fault(() => decodeAnnouncement(large))).toContain('WIRE_LIMIT bytes');
    const entry = protobuf.Writer.create()
      .uint32((9 << 3) | 2)
      .bytes(new Uint8Array(0))
      .finish();
    const many = Buffer.concat(Array.from({ length: wireLimits.items + 1 }, () => entry));
    expect(fault(() => decodeAnnouncement(many))).toContain('WIRE_LIMIT entries');
  });
});
