import { describe, expect, test } from '@jest/globals';
import { assert, nat, property, uint8Array } from 'fast-check';

import { listenRequest } from '../../src/netlink/listen-request.ts';
import { decodeProcEvent, KNOWN_PROC_EVENTS } from '../../src/netlink/proc-event.ts';

/** A datagram as the kernel writes it: `words` are the event data. */
function datagram(what: number, words: readonly number[], timeNs = 7n): DataView {
  const view = new DataView(new ArrayBuffer(128));
  view.setUint32(36, what, true);
  view.setBigUint64(44, timeNs, true);
  for (const [index, word] of words.entries()) view.setUint32(52 + 4 * index, word, true);
  return view;
}

const decode = (view: DataView) => decodeProcEvent(view, 0, 76);

describe('decodeProcEvent', () => {
  test('tells a new process from a new thread by its process id', () => {
    const fork = { kind: 'fork', timeNs: 7n, parentPid: 10 };
    expect(decode(datagram(1, [11, 10, 20, 20]))).toEqual({ ...fork, pid: 20, tid: 20 });
    expect(decode(datagram(1, [11, 10, 21, 10]))).toEqual({ ...fork, pid: 10, tid: 21 });
  });

  test.each([
    [2, 'exec'],
    [4, 'ids'],
    [0x40, 'ids'],
    [0x80, 'ids'],
    [0x200, 'comm'],
  ])('decodes %i as %s', (what, kind) => {
    expect(decode(datagram(what, [21, 20]))).toEqual({ kind, timeNs: 7n, tid: 21, pid: 20 });
  });

  test('gives the status of an exit, and the error of an acknowledgement', () => {
    const exit = { kind: 'exit', timeNs: 7n, tid: 20, pid: 20, status: 0x300 };
    expect(decode(datagram(0x8000_0000, [20, 20, 0x300, 17]))).toEqual(exit);
    expect(decode(datagram(0, [22]))).toEqual({ kind: 'ack', error: 22, token: 0xffff_ffff });
  });

  test('passes over kinds that it does not know and datagrams that are cut', () => {
    expect(decode(datagram(0x100, [1, 1]))).toBeNull();
    expect(decodeProcEvent(datagram(2, [1, 1]), 0, 75)).toBeNull();
  });

  test('never throws on bytes within the buffer', () => {
    assert(
      property(uint8Array({ minLength: 128, maxLength: 128 }), nat(128), (bytes, length) => {
        decodeProcEvent(new DataView(bytes.buffer, bytes.byteOffset), 0, Math.min(length, 128));
      }),
    );
  });
});

describe('listenRequest', () => {
  test('has the layout of nlmsghdr, cn_msg and the operation', () => {
    const plain = listenRequest(0x1234, null, 7);
    const words = Array.from({ length: 10 }, (_, index) => plain.readUInt32LE(4 * index));
    expect(words).toEqual([40, 3, 0, 0x1234, 1, 1, 0, 7, 4, 1]);
  });

  test('with a mask is 4 bytes longer', () => {
    const masked = listenRequest(1, KNOWN_PROC_EVENTS, 0);
    expect([masked.length, masked.readUInt32LE(0), masked.readUInt16LE(32)]).toEqual([44, 44, 8]);
    expect(masked.readUInt32LE(40)).toBe(0x8000_02c7);
  });
});
