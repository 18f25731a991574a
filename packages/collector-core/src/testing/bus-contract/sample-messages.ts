import type { BusMessage } from '../../bus/event-bus.ts';
import { dlqSubject, eventsSubject, resultSubject, taskSubject } from '../../bus/subjects.ts';
import type { AnalysisRequest, AnalysisResult } from '../../model/analysis.ts';
import type { EventBatch } from '../../model/batch.ts';
import type { CapabilityAnnouncement } from '../../model/capability.ts';
import { CollectionEvent } from '../../model/event.ts';

const correlation = {
  id: 'c',
  root: 'c',
  parent: null,
  stage: null,
  traceparent: null,
  tags: [],
} as const;

/** A task of collector `procmond` on `web_1`. */
export function sampleTask(task: string, given: Partial<AnalysisRequest> = {}): AnalysisRequest {
  return {
    task,
    attempt: 1,
    analysis: 'binary_hash',
    host: 'web_1',
    collector: 'procmond',
    target: { event: 'web_1:procmond:e1:1', process: null, path: null },
    parameters: {},
    timeout_ms: 5_000,
    requested_by: 'trigger-service',
    requested_time: 1_700_000_000_000_000_000n,
    correlation,
    ...given,
  };
}

export function taskMessage(task: string, given: Partial<AnalysisRequest> = {}): BusMessage {
  const body = sampleTask(task, given);
  return { subject: taskSubject(body), payload: { kind: 'task', body } };
}

/** A completed result of `sampleTask(task)`. */
export function sampleResult(task: string, given: Partial<AnalysisResult> = {}): AnalysisResult {
  return {
    task,
    attempt: 1,
    analysis: 'binary_hash',
    host: 'web_1',
    collector: 'procmond',
    status: 'completed',
    outcome: 'hashed',
    error: null,
    message: null,
    process_key: 'k1',
    path: '/bin/true',
    values: { size: 9_007_199_254_740_993n, hash: 'ab', parts: ['a', 'b'] },
    started_time: 1_700_000_000_000_000_001n,
    finished_time: 1_700_000_000_000_000_002n,
    correlation,
    ...given,
  };
}

export function resultMessage(task: string, given: Partial<AnalysisResult> = {}): BusMessage {
  const body = sampleResult(task, given);
  return { subject: resultSubject(body), payload: { kind: 'result', body } };
}

/** A dead letter with a number to tell it by. */
export function letterMessage(sequence: number, stream = 'SAMPLE'): BusMessage {
  const body = {
    stream,
    subject: 'deye.v1.sample',
    sequence,
    deliveries: 1,
    reason: 'sample',
    time: 1_700_000_000_000_000_000n,
    payload: null,
  };
  return { subject: dlqSubject(stream), payload: { kind: 'dead_letter', body } };
}

/** The number of a `letterMessage`. */
export function letterNumber({ payload }: BusMessage): number {
  return payload.kind === 'dead_letter' ? payload.body.sequence : -1;
}

/** One `process.started` in a batch. */
export function eventsMessage(seq: number): BusMessage {
  const draft = CollectionEvent.process({
    type: 'process.started',
    time: 1_700_000_000_000_000_000n,
    pid: 100 + seq,
    source_tier: 'procfs',
    args: ['true', '--now'],
  });
  const stamp = { host: 'web_1', host_name: 'web-1', collector: 'procmond', epoch: 'e1', seq };
  const event = { ...draft, ...stamp } as CollectionEvent;
  const body: EventBatch = {
    host: 'web_1',
    collector: 'procmond',
    epoch: 'e1',
    domain: 'process',
    verb: 'started',
    first_seq: seq,
    last_seq: seq,
    events: [event],
  };
  return { subject: eventsSubject(body), payload: { kind: 'events', body } };
}

/** An announcement of `procmond` on `web_1`, offering `binary_hash`. */
export function sampleAnnouncement(
  given: Partial<CapabilityAnnouncement> = {},
): CapabilityAnnouncement {
  return {
    host: 'web_1',
    host_name: 'web-1',
    collector: 'procmond',
    epoch: 'e1',
    pid: 7,
    version: '0.1.0',
    schema: { min: 1, max: 1 },
    caps: 1,
    sources: [],
    analyses: [{ analysis: 'binary_hash', max_concurrent: 2 }],
    columns: { process_events: ['pid'] },
    health: 'healthy',
    durability: 'process',
    ledger: { last_seq: 0, stored: 0, shed: 0, pending: 0, lost_before_emit: 0 },
    started_time: 1_700_000_000_000_000_000n,
    ...given,
  };
}
