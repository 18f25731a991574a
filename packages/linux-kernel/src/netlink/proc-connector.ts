import { randomBytes } from 'node:crypto';
import { loadLibc } from '../ffi/libc.ts';
import type { Libc } from '../ffi/libc.ts';
import { DatagramBatch } from './datagram-batch.ts';
import { listenRequest } from './listen-request.ts';
import { NetlinkSocket } from './netlink-socket.ts';
import { decodeProcEvent, KNOWN_PROC_EVENTS } from './proc-event.ts';
import type { ProcEvent } from './proc-event.ts';

const NETLINK_CONNECTOR = 11;
const CN_IDX_PROC = 1;
const BATCH = 256;
const DATAGRAM_BYTES = 128;
const ACK_TIMEOUT_MS = 300;

/** An open connector, or why there is none: in words, with the errno where a call failed. */
export type ProcConnectorOpen =
  | { readonly kind: 'open'; readonly connector: ProcConnector }
  | { readonly kind: 'refused'; readonly reason: string };

export interface ProcConnectorOptions {
  readonly receiveBufferBytes: number;
}

function refusal(step: string, code: string): ProcConnectorOpen {
  // Proc events belong to the first network namespace: elsewhere nobody answers the socket.
  const where = code === 'ECONNREFUSED' ? ' (not in the network namespace of the host)' : '';
  return { kind: 'refused', reason: `${step}: ${code}${where}` };
}

/**
 * Fork, exec, exit and changes of ids and names of all processes, as the kernel's proc connector tells them (Documentation of
 * the kernel: driver-api/connector). `close` gives back what it holds.
 */
export class ProcConnector {
  readonly #socket: NetlinkSocket;
  readonly #batch: DatagramBatch;
  #seenDrops = 0;

  private constructor(socket: NetlinkSocket, batch: DatagramBatch) {
    this.#socket = socket;
    this.#batch = batch;
  }

  /**
   * Subscribes and waits at most 300 ms for the kernel's acknowledgement: in a pid or user namespace of its own, a listener is
   * passed over silently.
   */
  static async open(options: ProcConnectorOptions): Promise<ProcConnectorOpen> {
    const load = loadLibc();
    if (load.kind === 'unsupported') return { kind: 'refused', reason: load.reason };
    const { receiveBufferBytes } = options;
    const groups = CN_IDX_PROC;
    const opened = NetlinkSocket.open(load.libc, NETLINK_CONNECTOR, groups, receiveBufferBytes);
    if (!opened.ok) return refusal(opened.step, opened.code);
    return ProcConnector.#listen(load.libc, opened.socket);
  }

  static async #listen(libc: Libc, socket: NetlinkSocket): Promise<ProcConnectorOpen> {
    const batch = DatagramBatch.map(libc, BATCH, DATAGRAM_BYTES);
    if (batch === null) {
      socket.close();
      return refusal('mmap', 'ENOMEM');
    }
    const connector = new ProcConnector(socket, batch);
    const token = randomBytes(4).readUInt32LE();
    const sent = socket.send(listenRequest(process.pid, null, token));
    const error = sent.ok ? await connector.#acknowledgement(token) : null;
    // A mask would keep the acknowledgement away, so that it is set only now.
    if (error === 0) socket.send(listenRequest(process.pid, KNOWN_PROC_EVENTS, token));
    if (error === 0) return { kind: 'open', connector };
    connector.close();
    if (!sent.ok) return refusal('send', sent.code);
    const silence = `no acknowledgement within ${ACK_TIMEOUT_MS} ms (in a pid or user namespace of its own)`;
    return {
      kind: 'refused',
      reason: error === null ? silence : `listen: errno ${error}`,
    };
  }

  /** Resolves once there is something to read, or when `signal` aborts. */
  readable(signal: AbortSignal): Promise<void> {
    return this.#socket.readable(signal);
  }

  /** At most 256 events, in the order of the kernel; fewer only when no more wait. */
  read(): { readonly events: readonly ProcEvent[]; readonly isDrained: boolean } {
    const events: ProcEvent[] = [];
    const received = this.#batch.receive(this.#socket.descriptor, (view, at, length) => {
      const datagram = decodeProcEvent(view, at, length);
      if (datagram !== null && datagram.kind !== 'ack') events.push(datagram);
    });
    return { events, isDrained: !received.ok || received.value < BATCH };
  }

  /** How many events the kernel dropped since the last call, exactly: they did not fit into the receive buffer. */
  takeDrops(): number {
    const drops = this.#socket.drops();
    const since = (drops - this.#seenDrops) >>> 0;
    this.#seenDrops = drops;
    return since;
  }

  /** To be called when nobody waits in `readable`. May be called twice. */
  close(): void {
    this.#socket.close();
    this.#batch.close();
  }

  /** The errno of our acknowledgement, 0 for success; null when none comes in time. Events before it are passed over. */
  async #acknowledgement(token: number): Promise<number | null> {
    const tooLate = AbortSignal.timeout(ACK_TIMEOUT_MS);
    const errors: number[] = [];
    while (errors.length === 0 && !tooLate.aborted) {
      await this.readable(tooLate);
      this.#batch.receive(this.#socket.descriptor, (view, at, length) => {
        const datagram = decodeProcEvent(view, at, length);
        // Another listener that starts meanwhile is acknowledged to all.
        if (datagram?.kind === 'ack' && datagram.token === token) errors.push(datagram.error);
      });
    }
    return errors[0] ?? null;
  }
}
