import { required } from './column.ts';

/** The columns that every event has; all but `time` and `type` are stamped by the collector runtime. */
export const envelope = {
  time: required('time', 'When it happened, by the clock of the host.', 'ns'),
  host: required('text', 'Host token, the one used in subjects.'),
  host_name: required('text', 'Plain host name.'),
  collector: required('text', 'Name of the collector that emitted the event.'),
  epoch: required('text', 'This run of the collector: 16 hex digits, random.'),
  seq: required('integer', 'Number of the event within its epoch, from 1, without holes.'),
  type: required('text', 'Event type, `<prefix>.<verb>`, or the bare verb of a bookkeeping event.'),
} as const;
