import type { Libc } from '../ffi/libc.ts';
import type { Mapping } from '../ffi/mapping.ts';
import { KernelRefusal } from '../platform/kernel-refusal.ts';

const HEADER_BYTES = 8;
const BUSY = 0x8000_0000;
const DISCARD = 0x4000_0000;
const LENGTH = 0x3fff_ffff;

/** Where one record stands; valid during the call alone, for the kernel then writes over it. */
export type OnRecord = (data: Buffer, offset: number, length: number) => void;

/** The memory of a ring: the position of its consumer, that of its producer, and the data twice in a row. */
export interface RingMemory {
  readonly consumer: BigInt64Array;
  readonly producer: BigInt64Array;
  /** Two times `dataBytes`: the second half is the first once more, so that no record wraps. */
  readonly data: Buffer;
  /** A power of two. */
  readonly dataBytes: number;
}

/**
 * Consumer of a BPF ring buffer, Documentation/bpf/ringbuf.rst: shared memory, no system call per record. The positions grow without end;
 * the header of a record is written last, and says so.
 */
export class RingBuffer {
  readonly #memory: RingMemory;
  readonly #headers: Int32Array;
  #position: bigint;

  constructor(memory: RingMemory) {
    const { data } = memory;
    this.#memory = memory;
    this.#headers = new Int32Array(data.buffer, data.byteOffset, memory.dataBytes / 2);
    this.#position = memory.consumer[0] ?? 0n;
  }

  /**
   * Hands over at most `most` records, oldest first, and gives their room back one by one. Says how many there were: less than
   * `most` means that the ring is empty, or that the next record is still being written.
   */
  consume(onRecord: OnRecord, most: number): number {
    const { consumer, producer, data, dataBytes } = this.#memory;
    const mask = BigInt(dataBytes - 1);
    const end = Atomics.load(producer, 0);
    let count = 0;
    while (this.#position < end && count < most) {
      const offset = Number(this.#position & mask);
      const header = Atomics.load(this.#headers, offset >> 2) >>> 0;
      if ((header & BUSY) !== 0) break;
      const length = header & LENGTH;
      if ((header & DISCARD) === 0) {
        onRecord(data, offset + HEADER_BYTES, length);
        count += 1;
      }
      this.#position += BigInt((length + HEADER_BYTES + 7) & ~7);
      Atomics.store(consumer, 0, this.#position);
    }
    return count;
  }
}

/** A consumer over the mappings of a ring map; `close` unmaps them, may be called twice, and no record is read afterwards. */
export interface MappedRing {
  readonly ring: RingBuffer;
  close(): void;
}

function mapOrThrow(libc: Libc, ...how: Parameters<Libc['mapDescriptor']>): Mapping {
  const result = libc.mapDescriptor(...how);
  if (!result.ok) throw new KernelRefusal('mmap of the ring', result.code);
  return result.mapping;
}

/** Maps a ring of `dataBytes`. Throws `KernelRefusal`. */
export function mapRing(libc: Libc, map: number, dataBytes: number, pageBytes: number): MappedRing {
  const writable = mapOrThrow(libc, map, pageBytes, 0, 'write');
  let readable: Mapping;
  try {
    readable = mapOrThrow(libc, map, pageBytes + 2 * dataBytes, pageBytes, 'read');
  } catch (error) {
    writable.close();
    throw error;
  }
  const memory = readable.view.buffer;
  const ring = new RingBuffer({
    consumer: new BigInt64Array(writable.view.buffer, 0, 1),
    producer: new BigInt64Array(memory, 0, 1),
    data: Buffer.from(memory, pageBytes, 2 * dataBytes),
    dataBytes,
  });
  return {
    ring,
    close() {
      readable.close();
      writable.close();
    },
  };
}
