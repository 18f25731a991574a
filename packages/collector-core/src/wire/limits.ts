import protobuf from 'protobufjs/minimal.js';
import { DeyeError } from '../error/deye-error.ts';

/** What a message may hold; asked before anything is built from it. */
export interface WireLimits {
  /** Size of a message. */
  readonly messageBytes: number;
  /** Events of a batch. */
  readonly batchEvents: number;
  /** Entries of all lists and maps of one event, or of one message that is no batch. */
  readonly items: number;
}

/** The limits of every sender and every reader. */
export const wireLimits: WireLimits = {
  messageBytes: 262_144,
  batchEvents: 4_096,
  items: 8_192,
};

// The messages of the schema are nested 6 deep; what is deeper is unknown, and skipped by recursion.
protobuf.Reader.recursionLimit = 16;

/** Throws `WIRE_LIMIT` when there is more of `what` than allowed. */
export function checkLimit(what: string, count: number, limit: number): void {
  if (count > limit) throw new DeyeError('WIRE_LIMIT', `${what}: ${count}, at most ${limit}`);
}
