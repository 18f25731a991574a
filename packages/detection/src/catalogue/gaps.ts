import { nullable, required } from './column.ts';
import { envelope } from './envelope.ts';

const NO_LEDGER = 'the event is not a ledger';
const NO_GAP = 'the event is a ledger';

/** `gaps`: what was lost, and the running account. Types: `gap`, `gap_closed`, `ledger`. */
export const gaps = {
  ...envelope,
  domain: required('text', 'Domain of the events concerned.'),
  source: nullable('text', 'Source, or part of the runtime, that lost.', NO_GAP),
  reason: nullable(
    'text',
    'Why: `kernel_overflow`, `queue_shed`, `spool_full`, `publish_refused`, `decode_failed`, `evicted`, `paused`, `restart`.',
    NO_GAP,
  ),
  from_time: nullable('time', 'Start of the span in which events are missing.', NO_GAP, 'ns'),
  until_time: nullable(
    'time',
    'End of the span.',
    'the gap is still open, or the event is a ledger',
    'ns',
  ),
  closed: nullable('boolean', 'Whether the span has ended.', NO_GAP),
  ranges: nullable(
    'list',
    'Lost sequence numbers, `first-last` each.',
    'events were lost before they got a number',
  ),
  lost_before_emit: nullable(
    'integer',
    'Events lost before they got a number.',
    'the loss is given by ranges',
  ),
  lower_bound: nullable(
    'boolean',
    'Whether `lost_before_emit` is only the least that was lost.',
    NO_GAP,
  ),
  last_seq: nullable('integer', 'Highest sequence number stamped so far.', NO_LEDGER),
  stored: nullable('integer', 'Events that the bus has accepted.', NO_LEDGER),
  shed: nullable('integer', 'Events that are in the ranges of gaps.', NO_LEDGER),
  pending: nullable('integer', 'Events still on their way.', NO_LEDGER),
} as const;
