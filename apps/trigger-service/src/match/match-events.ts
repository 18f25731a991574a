import { isBookkeeping } from '@daemoneye/collector-core';
import type { CollectionEvent } from '@daemoneye/collector-core';
import type { Rule } from '../rule/rule.ts';
import type { RuleIndex } from './rule-index.ts';
import type { SeenEvents } from './seen-events.ts';

/** A rule whose condition is true for an event. */
export interface Match {
  readonly rule: Rule;
  readonly event: CollectionEvent;
}

/** What became of the events of one batch. */
export interface MatchedBatch {
  readonly matches: readonly Match[];
  readonly evaluated: number;
  /** Events that were seen before. */
  readonly repeated: number;
  /** Why events could not be evaluated, one entry each. */
  readonly malformed: readonly string[];
}

/** Evaluates every event that is new to `seen` against the rules of its type. One bad event does not stop the others. */
export function matchEvents(
  index: RuleIndex,
  seen: SeenEvents,
  events: readonly CollectionEvent[],
): MatchedBatch {
  const matches: Match[] = [];
  const malformed: string[] = [];
  let repeated = 0;
  for (const event of events) {
    try {
      const fault = faultOf(event);
      if (fault !== null) malformed.push(fault);
      else if (!seen.add(event)) repeated += 1;
      else for (const rule of rulesFor(index, event)) matches.push({ rule, event });
    } catch (error) {
      malformed.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { matches, repeated, malformed, evaluated: events.length - repeated - malformed.length };
}

function rulesFor(index: RuleIndex, event: CollectionEvent): readonly Rule[] {
  const row = event as unknown as Readonly<Record<string, unknown>>;
  return (index.get(event.type) ?? []).filter((rule) => rule.condition.matches(row));
}

/** Events of other programs come over the bus too: what the service itself relies on is looked at. */
function faultOf(event: CollectionEvent): string | null {
  const given: unknown = event;
  if (typeof given !== 'object' || given === null) return 'not an event';
  if (typeof event.type !== 'string') return 'type is no text';
  if (!Number.isSafeInteger(event.seq) || event.seq < 1) return 'seq is no number from 1';
  if (typeof event.time !== 'bigint') return 'time is no time';
  const identity: readonly unknown[] = [event.host, event.collector, event.epoch];
  if (!identity.every((part) => typeof part === 'string' && part !== ''))
    return 'identity is incomplete';
  if (!isBookkeeping(event) && !Number.isSafeInteger(event.pid)) return 'pid is no number';
  return null;
}
