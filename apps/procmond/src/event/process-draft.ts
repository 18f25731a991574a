import { CollectionEvent } from '@daemoneye/collector-core';
import type { EventDraft } from '@daemoneye/collector-core';
import type { Lineage, ProcessFacts } from '@daemoneye/process-table';

import type { Seen } from './look.ts';

const NS_PER_MS = 1_000_000n;

/** Which process, by whom, from where. */
export interface DraftOrigin {
  readonly lineage: Lineage;
  readonly tier: string;
}

function columnsOf(facts: ProcessFacts) {
  const { ref, ...columns } = facts;
  return { pid: ref.pid, process_key: ref.key, ...columns };
}

function draft(
  type: 'process.started' | 'process.exited' | 'process.snapshot',
  seen: Seen,
  time: bigint,
  origin: DraftOrigin,
): EventDraft {
  return CollectionEvent.process({
    ...columnsOf(seen.facts),
    ...origin.lineage,
    ...seen.usage,
    type,
    time,
    source_tier: origin.tier,
  });
}

/**
 * When an appeared process started: its own start, held within the looks between which it appeared, for the clocks of
 * start times run in steps of 10 ms, and a process that was hidden may be old.
 */
export function startedTime(facts: ProcessFacts, formerNs: bigint | null, timeNs: bigint): bigint {
  const start = facts.start_time;
  if (start === null || start > timeNs) return timeNs;
  return formerNs !== null && start < formerNs ? formerNs : start;
}

/** `process.started`: a new process, or a new program in a process that called exec. */
export function startedDraft(seen: Seen, time: bigint, origin: DraftOrigin): EventDraft {
  return draft('process.started', seen, time, origin);
}

/** `process.snapshot`: a process that runs. */
export function snapshotDraft(seen: Seen, time: bigint, origin: DraftOrigin): EventDraft {
  return draft('process.snapshot', seen, time, origin);
}

/**
 * `process.exited`, with what was last known. How it ended is not to be seen from the process list: code and signal stay NULL;
 * `run_time_ms` ends with the look that missed the process.
 */
export function exitedDraft(seen: Seen, time: bigint, origin: DraftOrigin): EventDraft {
  const start = seen.facts.start_time;
  const ran = start === null || start > time ? null : Number((time - start) / NS_PER_MS);
  return { ...draft('process.exited', seen, time, origin), run_time_ms: ran } as EventDraft;
}
