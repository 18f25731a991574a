import type { Rule } from '@daemoneye/trigger-service';
import { RuleWindows } from '@daemoneye/trigger-service';
import type { SampleEvent, SampleRow } from './sample-event.ts';

/** A rule that an event makes fire, as `deye rules test` prints it. */
export interface RuleMatch {
  readonly rule_id: string;
  readonly title: string;
  readonly level: string;
  /** From 0. */
  readonly event_index: number;
}

/** Groups that each window keeps, as many as the trigger service does. */
const WINDOW_MAX_KEYS = 100_000;

/** What each event makes fire, in the order of events and then of rules. Rules that are not enabled are tested, too. */
export async function* testRules(
  rules: readonly Rule[],
  events: AsyncIterable<SampleEvent>,
): AsyncGenerator<RuleMatch> {
  const windows = new RuleWindows(WINDOW_MAX_KEYS);
  for await (const { index, event } of events) {
    for (const rule of rules) {
      if (!concerns(rule, event) || !rule.condition.matches(event.row)) continue;
      if (windows.take(rule, datedRow(event.row), readingOf(event.row)) === null) continue;
      yield { rule_id: rule.id, title: rule.title, level: rule.severity, event_index: index };
    }
  }
}

function concerns(rule: Rule, { table, type }: SampleRow): boolean {
  return (table === null || table === rule.table) && (type === null || rule.on.includes(type));
}

type Row = SampleRow['row'];

/** Rows without host or time are one host's, all at the same time. */
function datedRow(row: Row): Row & { readonly host: string; readonly time: bigint } {
  const { host, time } = row;
  return {
    ...row,
    host: typeof host === 'string' ? host : '',
    time: typeof time === 'bigint' ? time : 0n,
  };
}

/** Events of a file are read as they happened. */
function readingOf(row: Row): { readonly nowMs: number; readonly bootMs: number } {
  const { time } = row;
  const nowMs = typeof time === 'bigint' ? Number(time) / 1e6 : 0;
  return { nowMs, bootMs: nowMs };
}
