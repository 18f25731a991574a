import type { ConsumeOptions } from './event-bus.ts';
import type { StreamDefinition } from './streams.ts';
import { checkPattern, patternCovers, patternsOverlap } from './subject-pattern.ts';
import { DeyeError } from '../error/deye-error.ts';

/** Options of a durable with its defaults filled in. */
export type ConsumerSettings = Required<ConsumeOptions>;

/**
 * Fills in the defaults. Throws `BUS_CONSUMER_REFUSED` for subjects that are not the stream's, and for a work queue that is not to be
 * consumed from its beginning; `BUS_SUBJECT_INVALID` for a name or pattern that is not valid.
 */
export function consumerSettings(
  options: ConsumeOptions,
  stream: StreamDefinition,
): ConsumerSettings {
  const subjects = options.subjects ?? stream.subjects;
  for (const pattern of subjects) {
    checkPattern(pattern);
    if (!stream.subjects.some((wide) => patternCovers(wide, pattern)))
      throw refused(options, `${pattern} is not of ${stream.name}`);
  }
  if (subjects.length === 0) throw refused(options, 'no subjects');
  if (stream.retention === 'workqueue' && options.deliver !== 'all')
    throw refused(options, `${stream.name} is a work queue: deliver must be all`);
  return { ackWaitMs: 30_000, maxDeliver: 3, maxAckPending: 256, ...options, subjects };
}

/** Throws `BUS_CONSUMER_DIFFERS` unless a consumer may share the durable; where it began does not matter any more. */
export function checkSameSettings(asked: ConsumerSettings, has: ConsumerSettings): void {
  const same =
    asked.ackWaitMs === has.ackWaitMs &&
    asked.maxDeliver === has.maxDeliver &&
    asked.maxAckPending === has.maxAckPending &&
    [...asked.subjects].toSorted().join(' ') === [...has.subjects].toSorted().join(' ');
  if (!same) throw new DeyeError('BUS_CONSUMER_DIFFERS', `${asked.durable} on ${asked.stream}`);
}

/** Throws `BUS_CONSUMER_REFUSED` when two durables of a work queue would both want some message. */
export function checkExclusive(asked: ConsumerSettings, others: Iterable<ConsumerSettings>): void {
  for (const other of others) {
    const clash = asked.subjects.find((a) => other.subjects.some((b) => patternsOverlap(a, b)));
    if (clash !== undefined) throw refused(asked, `${clash} overlaps those of ${other.durable}`);
  }
}

function refused(options: ConsumeOptions, why: string): DeyeError {
  return new DeyeError('BUS_CONSUMER_REFUSED', `${options.durable}: ${why}`);
}
