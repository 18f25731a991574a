const NLMSG_DONE = 3;
const CN_IDX_PROC = 1;
const CN_VAL_PROC = 1;
const PROC_CN_MCAST_LISTEN = 1;
const HEADER_BYTES = 36;

/**
 * The message that subscribes a socket to process events: nlmsghdr, cn_msg, then the operation. With a `mask` (kernel 6.6 and
 * later; before, the kernel passes over such a message) only events of these kinds come, and the acknowledgement does not. The
 * acknowledgement carries the `token`, an unsigned 32-bit number, back: all listeners hear those of each other.
 */
export function listenRequest(pid: number, mask: number | null, token: number): Buffer {
  const words = mask === null ? [PROC_CN_MCAST_LISTEN] : [PROC_CN_MCAST_LISTEN, mask];
  const message = Buffer.alloc(HEADER_BYTES + 4 * words.length);
  message.writeUInt32LE(message.length, 0);
  message.writeUInt16LE(NLMSG_DONE, 4);
  message.writeUInt32LE(pid, 12);
  message.writeUInt32LE(CN_IDX_PROC, 16);
  message.writeUInt32LE(CN_VAL_PROC, 20);
  message.writeUInt32LE(token, 28);
  message.writeUInt16LE(4 * words.length, 32);
  for (const [index, word] of words.entries())
    message.writeUInt32LE(word, HEADER_BYTES + 4 * index);
  return message;
}
