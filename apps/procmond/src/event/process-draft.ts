import { CollectionEvent } from '@daemoneye/collector-core';
import type { EventDraft, ProcessEventType } from '@daemoneye/collector-core';
import type { Lineage, ProcessFacts } from '@daemoneye/process-table';

import type { Seen } from './look.ts';
import type { Suspicion } from './process-suspicion.ts';

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

function draft(type: ProcessEventType, seen: Seen, time: bigint, origin: DraftOrigin): EventDraft {
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

/** `process.forked`: a copy of its parent, which may call exec later. */
export function forkedDraft(seen: Seen, time: bigint, origin: DraftOrigin): EventDraft {
  return draft('process.forked', seen, time, origin);
}

/** `process.modified`: `changed` names the columns that are other than before. */
export function modifiedDraft(
  seen: Seen,
  time: bigint,
  origin: DraftOrigin,
  changed: readonly string[],
): EventDraft {
  return { ...draft('process.modified', seen, time, origin), changed } as EventDraft;
}

/** `process.suspicious`: a process that somebody should look at. */
export function suspiciousDraft(
  seen: Seen,
  time: bigint,
  origin: DraftOrigin,
  suspicion: Suspicion,
): EventDraft {
  return { ...draft('process.suspicious', seen, time, origin), suspicion } as EventDraft;
}

/** A status of wait(2), parted: the code of a process that exited, or the signal that ended it. */
function endOf(status: number | null): {
  readonly exit_code: number | null;
  readonly exit_signal: number | null;
} {
  if (status === null) return { exit_code: null, exit_signal: null };
  const signal = status & 0x7f;
  if (signal !== 0) return { exit_code: null, exit_signal: signal };
  return { exit_code: (status >> 8) & 0xff, exit_signal: null };
}

/**
 * `process.exited`, with what was last known. Without a `status`, as wait(2) gives it, code and signal stay NULL; `run_time_ms` ends
 * with `time`.
 */
export function exitedDraft(
  seen: Seen,
  time: bigint,
  origin: DraftOrigin,
  status: number | null = null,
): EventDraft {
  const start = seen.facts.start_time;
  const ran = start === null || start > time ? null : Number((time - start) / NS_PER_MS);
  const exited = draft('process.exited', seen, time, origin);
  return { ...exited, ...endOf(status), run_time_ms: ran } as EventDraft;
}
