import { CollectionEvent } from '@daemoneye/collector-core';
import type { EventBatch } from '@daemoneye/collector-core';

/** A `process.started` row as a scan makes it, stamped with `seq`. */
export function eventRow(seq: number): CollectionEvent {
  const draft = CollectionEvent.process({
    type: 'process.started',
    time: 1_700_000_000_000_000_000n,
    pid: 1_000 + (seq % 30_000),
    ppid: 1,
    name: 'sh',
    executable_path: seq % 10 === 0 ? '/tmp/sh' : '/usr/bin/sh',
    command_line: 'sh -c true',
    user_id: 1_000,
    source_tier: 'proc-scan',
  });
  const stamp = { host: 'a-00000000', host_name: 'a', collector: 'procmond', epoch: '0', seq };
  return { ...draft, ...stamp };
}

/** Events `first` to `first + count - 1` as one batch. */
export function eventBatch(first: number, count: number): EventBatch {
  return {
    host: 'a-00000000',
    collector: 'procmond',
    epoch: '0',
    domain: 'process',
    verb: 'started',
    first_seq: first,
    last_seq: first + count - 1,
    events: Array.from({ length: count }, (_, index) => eventRow(first + index)),
  };
}
