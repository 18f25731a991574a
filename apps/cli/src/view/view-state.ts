import type { Alert, BusMessage, CapabilityAnnouncement } from '@daemoneye/collector-core';

/** How many alerts the view keeps. */
const MAX_ALERTS = 8;
const MAX_LOG_LINES = 3;
/** Seconds over which a rate is taken. */
const RATE_SECONDS = 10;
/** Most (domain, verb) pairs counted apart; what comes after is counted as `other`. */
const MAX_KINDS = 64;

interface KindCount {
  readonly total: number;
  /** Totals at the last ticks, oldest first. */
  readonly history: readonly number[];
}

/** What the live view shows; changed only by the functions below. */
export interface ViewState {
  readonly kinds: ReadonlyMap<string, KindCount>;
  readonly collectors: readonly CapabilityAnnouncement[];
  readonly alerts: readonly Alert[];
  readonly alertCount: number;
  /** Last lines of the log, oldest first. */
  readonly log: readonly string[];
}

export const emptyView: ViewState = {
  kinds: new Map(),
  collectors: [],
  alerts: [],
  alertCount: 0,
  log: [],
};

/** Counts a message: events by domain and verb, alerts newest first (a later revision replaces the former). */
export function countMessage(state: ViewState, message: BusMessage): ViewState {
  const { payload } = message;
  if (payload.kind === 'alert') {
    const others = state.alerts.filter((alert) => alert.alert !== payload.body.alert);
    const isNew = payload.body.revision === 1;
    return {
      ...state,
      alerts: [payload.body, ...others].slice(0, MAX_ALERTS),
      alertCount: state.alertCount + (isNew ? 1 : 0),
    };
  }
  if (payload.kind !== 'events') return state;
  const wanted = `${payload.body.domain}.${payload.body.verb}`;
  const kind = state.kinds.has(wanted) || state.kinds.size < MAX_KINDS ? wanted : 'other';
  const before = state.kinds.get(kind) ?? { total: 0, history: [0] };
  const kinds = new Map(state.kinds);
  kinds.set(kind, { ...before, total: before.total + payload.body.events.length });
  return { ...state, kinds };
}

/** A line was logged: its level and message are kept. */
export function logLine(state: ViewState, line: string): ViewState {
  let text = line;
  try {
    const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown };
    if (typeof level === 'string' && typeof msg === 'string') text = `${level}: ${msg}`;
  } catch {
    // Not every line is one of the logger's: then it is shown as it is.
  }
  return { ...state, log: [...state.log, text].slice(-MAX_LOG_LINES) };
}

/** One second has passed: rates move on, and the collectors are as the registry says now. */
export function tickView(
  state: ViewState,
  collectors: readonly CapabilityAnnouncement[],
): ViewState {
  const kinds = new Map<string, KindCount>();
  for (const [kind, { total, history }] of state.kinds) {
    kinds.set(kind, { total, history: [...history, total].slice(-RATE_SECONDS - 1) });
  }
  return { ...state, kinds, collectors };
}

/** Events a second over the last ten seconds, or since the first tick. */
export function rateOf(count: KindCount): number {
  const seconds = Math.max(1, count.history.length - 1);
  return (count.total - (count.history[0] ?? 0)) / seconds;
}
