import { closeSync } from 'node:fs';

import type { CallResult } from '../ffi/call-result.ts';
import type { Libc } from '../ffi/libc.ts';
import type { Readiness } from '../ffi/readiness.ts';

const AF_NETLINK = 16;
const SOCK_DGRAM_CLOEXEC_NONBLOCK = 0x2 | 0x80000 | 0x800;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;
const SK_MEMINFO_DROPS = 8;
const SK_MEMINFO_WORDS = 9;
const SOL_NETLINK = 270;
const NETLINK_NO_ENOBUFS = 5;

/** A step of opening that the kernel refused, `bind: EPERM`, or the socket. */
export type NetlinkOpen =
  | { readonly ok: true; readonly socket: NetlinkSocket }
  | { readonly ok: false; readonly step: string; readonly code: string };

/** `struct sockaddr_nl` of a listener to the multicast groups of the bit set; the kernel chooses the port. */
function addressOf(groups: number): Buffer {
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(groups, 8);
  return address;
}

/**
 * A non-blocking netlink socket that belongs to multicast groups. An overrun does not make it fail: what did not fit into the
 * receive buffer is counted by `drops`.
 */
export class NetlinkSocket {
  readonly #libc: Libc;
  readonly #descriptor: number;
  readonly #readiness: Readiness;
  #isOpen = true;

  private constructor(libc: Libc, descriptor: number) {
    this.#libc = libc;
    this.#descriptor = descriptor;
    this.#readiness = libc.openReadiness(descriptor);
  }

  /**
   * Opens and binds. The receive buffer gets `receiveBufferBytes`, beyond the limit of the system where the caller has
   * CAP_NET_ADMIN, else as much of it as the limit allows.
   */
  static open(
    libc: Libc,
    protocol: number,
    groups: number,
    receiveBufferBytes: number,
  ): NetlinkOpen {
    const { sockets } = libc;
    const made = sockets.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC_NONBLOCK, protocol);
    if (!made.ok) return { ok: false, step: 'socket', code: made.code };
    const socket = new NetlinkSocket(libc, made.value);
    const forced = sockets.setOption(made.value, SOL_SOCKET, SO_RCVBUFFORCE, receiveBufferBytes);
    if (!forced.ok) sockets.setOption(made.value, SOL_SOCKET, SO_RCVBUF, receiveBufferBytes);
    // An overrun would raise EPOLLERR, at which libuv ends the watch of a descriptor for ever.
    const quiet = sockets.setOption(made.value, SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
    const bound = quiet.ok ? sockets.bind(made.value, addressOf(groups)) : quiet;
    if (bound.ok) return { ok: true, socket };
    socket.close();
    return { ok: false, step: quiet.ok ? 'bind' : 'setsockopt', code: bound.code };
  }

  get descriptor(): number {
    return this.#descriptor;
  }

  send(message: Buffer): CallResult {
    return this.#libc.sockets.send(this.#descriptor, message);
  }

  /** Datagrams that did not fit into the receive buffer since the open: 32 bits, which wrap. */
  drops(): number {
    const words = Buffer.alloc(4 * SK_MEMINFO_WORDS);
    this.#libc.sockets.getOption(this.#descriptor, SOL_SOCKET, SO_MEMINFO, words);
    return words.readUInt32LE(4 * SK_MEMINFO_DROPS);
  }

  /** Resolves once there is something to receive, or when `signal` aborts. */
  readable(signal: AbortSignal): Promise<void> {
    return this.#readiness.next(signal);
  }

  /** To be called when nobody waits in `readable`. May be called twice. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#readiness.close();
    closeSync(this.#descriptor);
  }
}
