import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { RingBuffer } from '../../src/bpf/ring-buffer.ts';

const BUSY = 0x8000_0000;
const DISCARD = 0x4000_0000;

/** A ring as the kernel writes it: what goes into one half of the doubled data is in the other as well. */
class WrittenRing {
  readonly #bytes: number;
  readonly consumer = new BigInt64Array(1);
  readonly producer = new BigInt64Array(1);
  readonly data: Buffer;

  constructor(bytes: number) {
    this.#bytes = bytes;
    this.data = Buffer.from(new ArrayBuffer(2 * bytes));
  }

  get memory() {
    const { consumer, producer, data } = this;
    return { consumer, producer, data, dataBytes: this.#bytes };
  }

  #at(position: number, bytes: Buffer): void {
    for (const [index, byte] of bytes.entries()) {
      const at = (position + index) % this.#bytes;
      this.data[at] = byte;
      this.data[at + this.#bytes] = byte;
    }
  }

  /** False when the ring is full. */
  put(payload: Buffer, flags = 0): boolean {
    const position = Number(this.producer[0]);
    const next = position + ((8 + payload.length + 7) & ~7);
    if (next - Number(this.consumer[0]) > this.#bytes) return false;
    const header = Buffer.alloc(8);
    header.writeUInt32LE((payload.length | flags) >>> 0, 0);
    this.#at(position, Buffer.concat([header, payload]));
    this.producer[0] = BigInt(next);
    return true;
  }

  commit(position: number, length: number): void {
    const header = Buffer.alloc(4);
    header.writeUInt32LE(length, 0);
    this.#at(position, header);
  }
}

function readAll(ring: RingBuffer, most = 1_000): readonly string[] {
  const records: string[] = [];
  ring.consume(
    (data, offset, length) => records.push(data.toString('hex', offset, offset + length)),
    most,
  );
  return records;
}

describe('RingBuffer', () => {
  test('waits for a record that is being written, and for all behind it', () => {
    const written = new WrittenRing(64);
    const ring = new RingBuffer(written.memory);
    written.put(Buffer.of(1));
    written.put(Buffer.of(2), BUSY);
    written.put(Buffer.of(3));
    expect(readAll(ring)).toEqual(['01']);
    expect(readAll(ring)).toEqual([]);
    written.commit(16, 1);
    expect(readAll(ring)).toEqual(['02', '03']);
  });

  test('passes over what the producer took back, and frees its room', () => {
    const written = new WrittenRing(64);
    const ring = new RingBuffer(written.memory);
    written.put(Buffer.of(1), DISCARD);
    written.put(Buffer.of(2));
    expect(readAll(ring)).toEqual(['02']);
    expect(written.consumer[0]).toBe(written.producer[0]);
  });

  test('hands over no more than was asked for', () => {
    const written = new WrittenRing(64);
    const ring = new RingBuffer(written.memory);
    for (const byte of [1, 2, 3]) written.put(Buffer.of(byte));
    expect(readAll(ring, 2)).toEqual(['01', '02']);
    expect(readAll(ring, 2)).toEqual(['03']);
  });

  test('gives every record that fitted, whole and in order, over the end of the ring', () => {
    const payload = fc.uint8Array({ minLength: 1, maxLength: 40 });
    const step = fc.oneof(payload, fc.constant(null));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const written = new WrittenRing(128);
        const ring = new RingBuffer(written.memory);
        const [put, got]: [string[], string[]] = [[], []];
        for (const bytes of steps) {
          if (bytes === null) got.push(...readAll(ring));
          else if (written.put(Buffer.from(bytes))) put.push(Buffer.from(bytes).toString('hex'));
        }
        got.push(...readAll(ring));
        expect(got).toEqual(put);
      }),
    );
  });
});
