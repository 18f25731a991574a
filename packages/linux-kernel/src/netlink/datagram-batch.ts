import type { CallResult } from '../ffi/call-result.ts';
import type { Libc } from '../ffi/libc.ts';
import type { Mapping } from '../ffi/mapping.ts';

/** `struct mmsghdr` on 64-bit Linux: msghdr 56 bytes (msg_iov at 16, msg_iovlen at 24), then the received length. */
const HEADER_BYTES = 64;
const HEADER_IOV = 16;
const HEADER_IOV_COUNT = 24;
const HEADER_LENGTH = 56;
const IOVEC_BYTES = 16;

/**
 * Receives many small datagrams with one call. The kernel is given addresses, so headers, vectors and buffers stand in one
 * mapping. A datagram longer than `datagramBytes` is cut.
 */
export class DatagramBatch {
  readonly #libc: Libc;
  readonly #mapping: Mapping;
  readonly #count: number;
  readonly #datagramBytes: number;
  readonly #buffers: number;

  private constructor(libc: Libc, mapping: Mapping, count: number, datagramBytes: number) {
    this.#libc = libc;
    this.#mapping = mapping;
    this.#count = count;
    this.#datagramBytes = datagramBytes;
    this.#buffers = count * (HEADER_BYTES + IOVEC_BYTES);
    const { view, address } = mapping;
    for (let index = 0; index < count; index++) {
      const [header, vector] = [index * HEADER_BYTES, count * HEADER_BYTES + index * IOVEC_BYTES];
      view.setBigUint64(vector, address + BigInt(this.#bufferAt(index)), true);
      view.setBigUint64(vector + 8, BigInt(datagramBytes), true);
      view.setBigUint64(header + HEADER_IOV, address + BigInt(vector), true);
      view.setBigUint64(header + HEADER_IOV_COUNT, 1n, true);
    }
  }

  /** Room for `count` datagrams; null when the kernel gives no memory. The caller closes it. */
  static map(libc: Libc, count: number, datagramBytes: number): DatagramBatch | null {
    const mapped = libc.mapMemory(count * (HEADER_BYTES + IOVEC_BYTES + datagramBytes));
    return mapped === null ? null : new DatagramBatch(libc, mapped, count, datagramBytes);
  }

  /** Takes what waits at the socket, without waiting: the value is how many datagrams `visit` was called with. */
  receive(
    descriptor: number,
    visit: (view: DataView, at: number, length: number) => void,
  ): CallResult {
    const { view } = this.#mapping;
    const received = this.#libc.sockets.receiveMany(descriptor, this.#mapping, this.#count);
    if (!received.ok) return received;
    for (let index = 0; index < received.value; index++) {
      const length = view.getUint32(index * HEADER_BYTES + HEADER_LENGTH, true);
      visit(view, this.#bufferAt(index), length);
    }
    return received;
  }

  /** Gives the memory back. May be called twice. */
  close(): void {
    this.#mapping.close();
  }

  #bufferAt(index: number): number {
    return this.#buffers + index * this.#datagramBytes;
  }
}
