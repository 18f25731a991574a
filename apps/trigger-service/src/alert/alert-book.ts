import type { Alert, AnalysisResult, CollectionEvent } from '@daemoneye/collector-core';
import type { GroupValue } from '@daemoneye/detection';
import { isStateReport } from '../rule/event-types.ts';
import type { Rule } from '../rule/rule.ts';
import { alertIdOf, fingerprintOf } from './alert-identity.ts';
import type { OpenAlert, RevisionTimes } from './open-alert.ts';
import { alertOf, revisionDueMs } from './open-alert.ts';

/** Bounds and times of a book. */
export interface BookLimits extends RevisionTimes {
  /** Matches with one fingerprint no further apart, in event time, are one alert. */
  readonly dedupMs: number;
  readonly maxOpen: number;
}

/** Every open alert: `decide` alone changes it. */
export interface AlertBook {
  readonly limits: BookLimits;
  /** By id, the one that was quiet longest first; at most `maxOpen`. */
  readonly open: Map<string, OpenAlert>;
  /** The alert that a repeat joins. */
  readonly byFingerprint: Map<string, OpenAlert>;
  /** Those that a revision is due of, now or later. */
  readonly restless: Set<OpenAlert>;
  draining: boolean;
}

interface Matched {
  readonly kind: 'match';
  readonly rule: Rule;
  readonly event: CollectionEvent;
  /** The group whose window crossed; `null` for a rule without a window. */
  readonly group: readonly GroupValue[] | null;
}

export type BookInput =
  | Matched
  | { readonly kind: 'result'; readonly alert: string; readonly result: AnalysisResult }
  /** A revision is in the stream, by this publication or by an earlier one. */
  | {
      readonly kind: 'stored';
      readonly alert: string;
      readonly revision: number;
      readonly sequence: number;
    }
  /** The bus will never take the alert. */
  | { readonly kind: 'unpublishable'; readonly alert: string }
  | { readonly kind: 'tick' }
  /** Publish what there is, wait for nothing from now on. */
  | { readonly kind: 'drain' };

export type BookEffect =
  | {
      readonly kind: 'dispatch';
      readonly alert: string;
      readonly analysis: string;
      readonly event: CollectionEvent;
    }
  /** `expected`: sequence of the former revision, 0 for the first. */
  | { readonly kind: 'publish'; readonly alert: Alert; readonly expected: number }
  /** The match joined an open alert. */
  | { readonly kind: 'joined'; readonly alert: string }
  /** The event must not be acknowledged before the alert is stored or unpublishable. */
  | { readonly kind: 'hold'; readonly alert: string }
  /** Closed early, to keep the bound. */
  | { readonly kind: 'evicted'; readonly alert: string };

export function emptyBook(limits: BookLimits): AlertBook {
  return {
    limits,
    open: new Map(),
    byFingerprint: new Map(),
    restless: new Set(),
    draining: false,
  };
}

/**
 * Takes one input at `nowMs` into the book and says what is to be done. `nowMs` must not go back. While `restless` is not empty the book
 * wants ticks: revisions leave as late as the next one.
 */
export function decide(book: AlertBook, input: BookInput, nowMs: number): BookEffect[] {
  const effects: BookEffect[] = [];
  switch (input.kind) {
    case 'match':
      takeMatch(book, input, nowMs, effects);
      break;
    case 'result':
      takeResult(book, input.alert, input.result, nowMs, effects);
      break;
    case 'stored':
      takeStored(book, input.alert, input.revision, input.sequence, nowMs, effects);
      break;
    case 'unpublishable':
      forget(book, book.open.get(input.alert));
      break;
    case 'drain':
      book.draining = true;
      for (const open of book.restless) publishWhenDue(book, open, nowMs, effects);
      break;
    case 'tick':
      for (const open of book.restless) publishWhenDue(book, open, nowMs, effects);
      break;
  }
  closeQuiet(book, nowMs);
  return effects;
}

function takeMatch(book: AlertBook, match: Matched, nowMs: number, effects: BookEffect[]): void {
  const { rule, event } = match;
  const opened = openAlert(book, match, nowMs);
  const current = book.byFingerprint.get(opened.fingerprint);
  if (current?.id === opened.id) return;
  if (current?.rule.version === rule.version && isNear(book, current, event)) {
    repeat(book, current, event, nowMs);
    publishWhenDue(book, current, nowMs, effects);
    effects.push({ kind: 'joined', alert: current.id });
    if (isUnsafe(current)) effects.push({ kind: 'hold', alert: current.id });
    return;
  }
  makeRoom(book, nowMs, effects);
  book.open.set(opened.id, opened);
  book.byFingerprint.set(opened.fingerprint, opened);
  book.restless.add(opened);
  for (const analysis of rule.analyze)
    effects.push({ kind: 'dispatch', alert: opened.id, analysis, event });
  publishWhenDue(book, opened, nowMs, effects);
  if (rule.alert) effects.push({ kind: 'hold', alert: opened.id });
}

function openAlert(book: AlertBook, match: Matched, nowMs: number): OpenAlert {
  const { rule, event, group } = match;
  return {
    id: alertIdOf(rule, event),
    fingerprint: fingerprintOf(rule, event, group),
    rule,
    event,
    count: 1,
    firstTime: event.time,
    lastTime: event.time,
    results: [],
    pending: new Set(rule.analyze),
    dueMs: nowMs + book.limits.waitMs,
    revision: 0,
    sequence: 0,
    inFlight: false,
    unsaid: 'nothing',
    publishedMs: nowMs,
    touchedMs: nowMs,
  };
}

/** Whether no revision is stored yet. */
function isUnsafe(open: OpenAlert): boolean {
  return open.rule.alert && (open.revision === 0 || (open.revision === 1 && open.inFlight));
}

function isNear(book: AlertBook, open: OpenAlert, event: CollectionEvent): boolean {
  const window = BigInt(book.limits.dedupMs) * 1_000_000n;
  return event.time <= open.lastTime + window && event.time >= open.firstTime - window;
}

function repeat(book: AlertBook, open: OpenAlert, event: CollectionEvent, nowMs: number): void {
  if (event.time > open.lastTime) open.lastTime = event.time;
  if (event.time < open.firstTime) open.firstTime = event.time;
  touch(book, open, nowMs);
  // A snapshot says that the process still is there: the window goes on, but nothing has happened again.
  if (isStateReport(event.type)) return;
  open.count += 1;
  if (open.unsaid === 'nothing') open.unsaid = 'count';
  book.restless.add(open);
}

function takeResult(
  book: AlertBook,
  id: string,
  result: AnalysisResult,
  nowMs: number,
  effects: BookEffect[],
): void {
  const open = book.open.get(id);
  if (open === undefined || !open.pending.delete(result.analysis)) return;
  open.results.push(result);
  open.unsaid = 'result';
  touch(book, open, nowMs);
  book.restless.add(open);
  publishWhenDue(book, open, nowMs, effects);
}

function takeStored(
  book: AlertBook,
  id: string,
  revision: number,
  sequence: number,
  nowMs: number,
  effects: BookEffect[],
): void {
  const open = book.open.get(id);
  if (open === undefined) return;
  open.inFlight = false;
  open.sequence = sequence;
  open.revision = Math.max(open.revision, revision);
  book.restless.add(open);
  publishWhenDue(book, open, nowMs, effects);
}

function publishWhenDue(
  book: AlertBook,
  open: OpenAlert,
  nowMs: number,
  effects: BookEffect[],
): void {
  const due = revisionDueMs(open, book.limits, book.draining);
  if (due === null) book.restless.delete(open);
  else if (due <= nowMs) publish(book, open, nowMs, effects);
}

function publish(book: AlertBook, open: OpenAlert, nowMs: number, effects: BookEffect[]): void {
  open.revision += 1;
  open.inFlight = true;
  open.unsaid = 'nothing';
  open.publishedMs = nowMs;
  book.restless.delete(open);
  effects.push({ kind: 'publish', alert: alertOf(open), expected: open.sequence });
}

function touch(book: AlertBook, open: OpenAlert, nowMs: number): void {
  open.touchedMs = nowMs;
  book.open.delete(open.id);
  book.open.set(open.id, open);
}

function isQuiet(book: AlertBook, open: OpenAlert): boolean {
  return open.pending.size === 0 && !open.inFlight && !book.restless.has(open);
}

/** Closes one alert when the book is full: the quiet one that was left alone longest, else the oldest, published as it is. */
function makeRoom(book: AlertBook, nowMs: number, effects: BookEffect[]): void {
  if (book.open.size < book.limits.maxOpen) return;
  let victim: OpenAlert | undefined;
  for (const open of book.open.values()) {
    victim ??= open;
    if (!isQuiet(book, open)) continue;
    victim = open;
    break;
  }
  if (victim === undefined) return;
  if (revisionDueMs(victim, book.limits, true) !== null) publish(book, victim, nowMs, effects);
  effects.push({ kind: 'evicted', alert: victim.id });
  forget(book, victim);
}

/** Twice the window: events arrive late, and the window itself is measured in their time. */
function closeQuiet(book: AlertBook, nowMs: number): void {
  for (const open of book.open.values()) {
    if (nowMs - open.touchedMs <= 2 * book.limits.dedupMs || !isQuiet(book, open)) return;
    forget(book, open);
  }
}

function forget(book: AlertBook, open: OpenAlert | undefined): void {
  if (open === undefined) return;
  book.open.delete(open.id);
  book.restless.delete(open);
  if (book.byFingerprint.get(open.fingerprint) === open)
    book.byFingerprint.delete(open.fingerprint);
}
