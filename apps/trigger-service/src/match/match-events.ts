import { isProcessEvent } from '@daemoneye/collector-core';
import type { CollectionEvent } from '@daemoneye/collector-core';
import type { GroupValue, Reading } from '@daemoneye/detection';
import type { Rule } from '../rule/rule.ts';
import type { RuleIndex } from './rule-index.ts';
import type { RuleWindows } from './rule-windows.ts';
import type { SeenEvents } from './seen-events.ts';

/** A rule that fires for an event: its condition is true and, if it has a window, the event made it cross. */
export interface Match {
  readonly rule: Rule;
  readonly event: CollectionEvent;
  /** The group that crossed; `null` for a rule without a window. */
  readonly group: readonly GroupValue[] | null;
}

/** What events are matched with. */
export interface Matcher {
  readonly index: RuleIndex;
  readonly seen: SeenEvents;
  readonly windows: RuleWindows;
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

/** Evaluates every event that is new to `seen`, and was read at `reading`, against the rules of its type. One bad event does not stop the others. */
export function matchEvents(
  matcher: Matcher,
  events: readonly CollectionEvent[],
  reading: Reading,
): MatchedBatch {
  const matches: Match[] = [];
  const malformed: string[] = [];
  let repeated = 0;
  for (const event of events) {
    try {
      const fault = faultOf(event);
      if (fault !== null) malformed.push(fault);
      else if (!matcher.seen.add(event)) repeated += 1;
      else matches.push(...matchesOf(matcher, event, reading));
    } catch (error) {
      malformed.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { matches, repeated, malformed, evaluated: events.length - repeated - malformed.length };
}

function matchesOf({ index, windows }: Matcher, event: CollectionEvent, reading: Reading): Match[] {
  return (index.get(event.type) ?? []).flatMap((rule) => {
    if (!rule.condition.matches(event)) return [];
    const fired = windows.take(rule, event, reading);
    return fired === null ? [] : [{ rule, event, group: fired.group }];
  });
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
  if (isProcessEvent(event) && !Number.isSafeInteger(event.pid)) return 'pid is no number';
  return null;
}
