import type { CallResult } from './call-result.ts';
import type { Mapping } from './mapping.ts';
import type { Signature } from './signatures.ts';
import { signatures } from './signatures.ts';

/** Calls on sockets that Node has no binding for. None of them blocks on a descriptor that was opened non-blocking. */
export interface SocketCalls {
  /** socket(2): the value is a descriptor that the caller closes. */
  socket(family: number, type: number, protocol: number): CallResult;
  /** bind(2): `address` holds a `struct sockaddr_*`. */
  bind(descriptor: number, address: Buffer): CallResult;
  /** setsockopt(2) of an option that is one int. */
  setOption(descriptor: number, level: number, name: number, value: number): CallResult;
  /** getsockopt(2) into `into`; the value is 0. */
  getOption(descriptor: number, level: number, name: number, into: Buffer): CallResult;
  /** send(2): the value is the number of bytes sent. */
  send(descriptor: number, message: Buffer): CallResult;
  /** recvmmsg(2) without waiting: `headers` begins with `count` filled `struct mmsghdr`; the value is how many were received. */
  receiveMany(descriptor: number, headers: Mapping, count: number): CallResult;
}

const MSG_DONTWAIT = 0x40;

/** Binds the calls; `settle` makes a result of what a call returned, before anything else can change errno. */
export function bindSocketCalls(
  bind: (signature: Signature) => (...values: readonly unknown[]) => number,
  settle: (value: number) => CallResult,
): SocketCalls {
  const socket = bind(signatures.socket);
  const bindSocket = bind(signatures.bindSocket);
  const setsockopt = bind(signatures.setsockopt);
  const getsockopt = bind(signatures.getsockopt);
  const send = bind(signatures.send);
  const recvmmsg = bind(signatures.recvmmsg);
  return {
    socket: (family, type, protocol) => settle(socket(family, type, protocol)),
    bind: (descriptor, address) => settle(bindSocket(descriptor, address, address.byteLength)),
    setOption(descriptor, level, name, value) {
      const int = Buffer.from(Int32Array.of(value).buffer);
      return settle(setsockopt(descriptor, level, name, int, int.byteLength));
    },
    getOption(descriptor, level, name, into) {
      const length = Buffer.from(Uint32Array.of(into.byteLength).buffer);
      return settle(getsockopt(descriptor, level, name, into, length));
    },
    send: (descriptor, message) => settle(send(descriptor, message, message.byteLength, 0)),
    receiveMany: (descriptor, headers, count) =>
      settle(recvmmsg(descriptor, headers.address, count, MSG_DONTWAIT, null)),
  };
}
