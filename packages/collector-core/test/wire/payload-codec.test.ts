import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs/minimal.js';
import { aProcessEvent } from '../../src/testing/index.ts';
import { DeyeError, decodePayload, encodePayload } from '../../src/index.ts';
import type { BusPayload, ProcessEvent } from '../../src/index.ts';
import { wireLimits } from '../../src/wire/limits.ts';
import { aBatch, batchBytes, eventBytes } from './event-bytes.ts';

const fault = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof DeyeError ? error.code : String(error);
  }
  return 'none';
};

const events = (body: ReturnType<typeof aBatch>): BusPayload => ({ kind: 'events', body });
const seqs = (payload: BusPayload): readonly number[] =>
  payload.kind === 'events' ? payload.body.events.map((event) => event.seq) : [];

describe('encodePayload', () => {
  test.each<[string, Partial<ProcessEvent>]>([
    ['a negative pid', { pid: -1 }],
    ['a pid of more than 32 bits', { pid: 2 ** 40 }],
    ['a pid that is text', { pid: 'abc' as unknown as number }],
    ['a fraction in a whole column', { memory_usage: 1.5 }],
    ['a whole number beyond 2^53', { memory_usage: 2 ** 60 }],
    ['an exit code of more than 32 bits', { exit_code: 2 ** 31 }],
    ['a time of more than 64 bits', { time: 2n ** 63n }],
    ['a hash without its algorithm', { executable_hash: 'ab', hash_algorithm: null }],
    ['an event of another epoch than its batch', { epoch: 'f' }],
  ])('refuses %s', (_what, given) => {
    const body = { ...aBatch(0), events: [aProcessEvent(given)] };
    expect(fault(() => encodePayload(events(body)))).toBe('WIRE_VALUE');
  });

  test('refuses more events than a batch may have, and more bytes than a message', () => {
    expect(fault(() => encodePayload(events(aBatch(wireLimits.batchEvents + 1))))).toBe(
      'WIRE_LIMIT',
    );
    const long = { command_line: 'x'.repeat(wireLimits.messageBytes) };
    expect(fault(() => encodePayload(events(aBatch(1, long))))).toBe('WIRE_LIMIT');
  });
});

describe('decodePayload', () => {
  test('loses only the event that is corrupt, and names it', () => {
    const good = [1, 2, 4].map((seq) => eventBytes(aProcessEvent({ seq })));
    const bad = eventBytes(aProcessEvent({ seq: 3, name: 'sleeper' }));
    bad[Buffer.from(bad).indexOf('sleeper')] = 0xff; // no UTF-8
    const [first = bad, second = bad, last = bad] = good;
    const { payload, faults } = decodePayload('events', batchBytes([first, second, bad, last]));
    expect(seqs(payload)).toEqual([1, 2, 4]);
    expect(faults).toEqual([{ seq: 3, code: 'WIRE_MALFORMED', detail: expect.any(String) }]);
  });

  test('tells of an event whose number cannot be read', () => {
    const { payload, faults } = decodePayload('events', batchBytes([Uint8Array.of(0xff)]));
    expect(seqs(payload)).toEqual([]);
    expect(faults.map(({ seq, code }) => [seq, code])).toEqual([[null, 'WIRE_MALFORMED']]);
  });

  test.each([
    ['of another verb', aProcessEvent({ type: 'process.exited' })],
    ['with a number outside of its batch', aProcessEvent({ seq: 9 })],
    ['without a number', aProcessEvent({ seq: 0 })],
  ])('takes an event %s for a fault', (_what, event) => {
    const bytes = eventBytes(aProcessEvent({ ...event, type: 'process.started' }));
    const text = Buffer.from(bytes).toString('latin1').replace('process.started', event.type);
    const changed = Buffer.from(text, 'latin1');
    changed[changed.indexOf(event.type) - 1] = event.type.length;
    const { payload, faults } = decodePayload('events', batchBytes([changed]));
    expect(seqs(payload)).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual(['WIRE_MALFORMED']);
  });

  test('takes a hash whose algorithm is missing for a fault', () => {
    const given = { executable_hash: 'ab', hash_algorithm: 'sha256' };
    const bytes = Buffer.from(eventBytes(aProcessEvent(given)));
    const at = bytes.indexOf('sha256');
    bytes[at - 2] = 2; // field 29 becomes field 45, which is not known
    const { faults } = decodePayload('events', batchBytes([bytes]));
    expect(faults).toEqual([
      { seq: 1, code: 'WIRE_MALFORMED', detail: 'executable_hash without hash_algorithm' },
    ]);
  });

  test('refuses what is too large before it reads it', () => {
    const bytes = new Uint8Array(wireLimits.messageBytes + 1);
    expect(fault(() => decodePayload('events', bytes))).toBe('WIRE_LIMIT');
  });

  test('refuses a batch of more events than allowed', () => {
    const empty = new Uint8Array(0);
    const bytes = batchBytes(Array.from({ length: wireLimits.batchEvents + 1 }, () => empty));
    expect(fault(() => decodePayload('events', bytes))).toBe('WIRE_LIMIT');
  });

  test('refuses lists and maps of more entries than allowed, those of the other events stay', () => {
    const many = Array.from({ length: wireLimits.items + 1 }, () => '');
    const long = eventBytes(aProcessEvent({ seq: 2, args: many }));
    const bytes = batchBytes([eventBytes(aProcessEvent({ seq: 1 })), long]);
    const { payload, faults } = decodePayload('events', bytes);
    expect(seqs(payload)).toEqual([1]);
    expect(faults.map(({ seq, code }) => [seq, code])).toEqual([[2, 'WIRE_LIMIT']]);
  });

  test('counts the entries of a list that comes in pieces', () => {
    const half = Array.from({ length: wireLimits.items / 2 + 8 }, () => '');
    const piece = eventBytes(aProcessEvent({ args: half }));
    const twice = Buffer.concat([piece, piece]);
    const { faults } = decodePayload('events', batchBytes([twice]));
    expect(faults.map(({ code }) => code)).toEqual(['WIRE_LIMIT']);
  });

  test('refuses groups that are nested deeper than allowed', () => {
    const open = protobuf.Writer.create();
    for (let depth = 0; depth < 20; depth += 1) open.uint32((1_000 << 3) | 3);
    const { faults } = decodePayload('events', batchBytes([open.finish()]));
    expect(faults.map(({ code, detail }) => [code, detail])).toEqual([
      ['WIRE_MALFORMED', 'max depth exceeded'],
    ]);
  });

  test.each(['events', 'task', 'result', 'alert', 'dead_letter'] as const)(
    'refuses bytes that are no message as a %s',
    (kind) => {
      for (const bytes of [[0xff], [0x0a, 0x7f], [0x00], [0x0f]])
        expect(fault(() => decodePayload(kind, Uint8Array.from(bytes)))).toBe('WIRE_MALFORMED');
    },
  );

  test('gives nothing that changes with the bytes it was read from', () => {
    const event = aProcessEvent({ raw: { name: Uint8Array.of(0xff, 0x41) } });
    const bytes = batchBytes([eventBytes(event)]);
    const { payload } = decodePayload('events', bytes);
    bytes.fill(0);
    expect(payload.kind === 'events' && payload.body.events).toEqual([event]);
  });

  test('gives the bytes of a dead letter as they were, whatever becomes of the message', () => {
    const letter = { stream: 's', subject: 's', sequence: 1, deliveries: 1, reason: 'r', time: 0n };
    const body = { ...letter, payload: Uint8Array.of(1, 2, 3) };
    const bytes = encodePayload({ kind: 'dead_letter', body });
    const { payload } = decodePayload('dead_letter', bytes);
    bytes.fill(0);
    expect(payload.body).toEqual(body);
  });
});
