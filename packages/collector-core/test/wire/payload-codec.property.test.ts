import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodePayload, encodePayload } from '../../src/index.ts';
import { aProcessEvent } from '../../src/testing/index.ts';
import { decodeAnnouncement, encodeAnnouncement } from '../../src/wire/announcement.ts';
import { announcements, payloads } from './arbitraries.ts';
import { aBatch } from './event-bytes.ts';

/** A plain copy: maps that were made without a prototype compare as others do. */
const plain = <T>(value: T): T => structuredClone(value);

describe('encodePayload and decodePayload', () => {
  test('give back every field of every kind exactly, absent as null', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const decoded = decodePayload(payload.kind, encodePayload(payload));
        expect(decoded.faults).toEqual([]);
        expect(plain(decoded.payload)).toStrictEqual(plain(payload));
      }),
      { numRuns: 1_000 },
    );
  });

  test('give back text with lone surrogates as it is with U+FFFD in their place', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.integer({ min: 0xd7f0, max: 0xe00f }).map((unit) => String.fromCharCode(unit)),
        }),
        (reason) => {
          const letter = { stream: 's', subject: 's', sequence: 1, deliveries: 1, time: 0n };
          const body = { ...letter, reason, payload: null };
          const bytes = encodePayload({ kind: 'dead_letter', body });
          const { payload } = decodePayload('dead_letter', bytes);
          expect(payload.body).toEqual({ ...body, reason: reason.toWellFormed() });
        },
      ),
    );
  });

  test('put U+FFFD for lone surrogates in columns and lists too', () => {
    const [name, args] = ['a\ud800', ['\udc00b']];
    const body = { ...aBatch(0), events: [aProcessEvent({ name, args })] };
    const { payload, faults } = decodePayload('events', encodePayload({ kind: 'events', body }));
    expect(faults).toEqual([]);
    expect(payload.body).toMatchObject({ events: [{ name: 'a\ufffd', args: ['\ufffdb'] }] });
  });

  test('write the same bytes again from what they read', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const bytes = encodePayload(payload);
        expect(encodePayload(decodePayload(payload.kind, bytes).payload)).toEqual(bytes);
      }),
    );
  });
});

describe('encodeAnnouncement and decodeAnnouncement', () => {
  test('give back every field exactly', () => {
    fc.assert(
      fc.property(announcements, (announcement) => {
        const decoded = decodeAnnouncement(encodeAnnouncement(announcement));
        expect(plain(decoded)).toStrictEqual(plain(announcement));
      }),
      { numRuns: 300 },
    );
  });
});
