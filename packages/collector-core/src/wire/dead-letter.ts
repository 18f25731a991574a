import type { daemoneye } from '#gen/daemoneye.js';
import type { DeadLetter } from '../model/dead-letter.ts';
import { int64, toBigInt, toNumber, uint32, uint64 } from './integers.ts';

/** The message of a dead letter. Throws `WIRE_VALUE` for a number that its field cannot hold. */
export function deadLetterToWire(from: DeadLetter): daemoneye.v1.DeadLetter.$Properties {
  return {
    stream: from.stream.toWellFormed(),
    subject: from.subject.toWellFormed(),
    sequence: uint64(from.sequence, 'sequence'),
    deliveries: uint32(from.deliveries, 'deliveries'),
    reason: from.reason.toWellFormed(),
    time: int64(from.time, 'time'),
    payload: from.payload,
  };
}

/** The inverse. */
export function deadLetterFromWire(from: daemoneye.v1.DeadLetter): DeadLetter {
  return {
    stream: from.stream,
    subject: from.subject,
    sequence: toNumber(from.sequence, 'sequence'),
    deliveries: from.deliveries,
    reason: from.reason,
    time: toBigInt(from.time),
    payload: from.payload === null ? null : Uint8Array.from(from.payload),
  };
}
