import type { Alert, AnalysisResult, CollectionEvent } from '@daemoneye/collector-core';
import type { Rule } from '../rule/rule.ts';

/** An alert that can still change: by a repeat, by a late result. */
export interface OpenAlert {
  readonly id: string;
  readonly fingerprint: string;
  readonly rule: Rule;
  /** The event that triggered it first. */
  readonly event: CollectionEvent;
  count: number;
  firstTime: bigint;
  lastTime: bigint;
  readonly results: AnalysisResult[];
  readonly pending: Set<string>;
  /** When it is published without the analyses that have not answered. */
  readonly dueMs: number;
  /** Last revision handed out for publication; 0 when none was. */
  revision: number;
  /** Stream sequence of the last revision that is stored; 0 when none is. */
  sequence: number;
  /** Whether a revision is on its way. */
  inFlight: boolean;
  /** What the last revision does not say yet. */
  unsaid: 'nothing' | 'count' | 'result';
  publishedMs: number;
  touchedMs: number;
}

/** Times that decide about revisions. */
export interface RevisionTimes {
  readonly waitMs: number;
  readonly republishMs: number;
}

/** When the next revision is due by itself, 0 for at once; null when there is nothing to say or the former is on its way. */
export function revisionDueMs(
  open: OpenAlert,
  times: RevisionTimes,
  draining: boolean,
): number | null {
  if (open.inFlight || !open.rule.alert) return null;
  if (open.revision === 0) return draining || open.pending.size === 0 ? 0 : open.dueMs;
  switch (open.unsaid) {
    case 'nothing':
      return null;
    case 'result':
      return 0;
    case 'count':
      return draining ? 0 : open.publishedMs + times.republishMs;
  }
}

/** The payload of the revision that the alert is at. */
export function alertOf(open: OpenAlert): Alert {
  const { rule, event } = open;
  return {
    alert: open.id,
    revision: open.revision,
    rule: rule.id,
    title: rule.title,
    description: rule.description,
    severity: rule.severity,
    tags: rule.tags,
    time: event.time,
    host: event.host,
    host_name: event.host_name,
    fingerprint: open.fingerprint,
    count: open.count,
    first_time: open.firstTime,
    last_time: open.lastTime,
    event,
    results: [...open.results],
    pending: [...open.pending],
  };
}
