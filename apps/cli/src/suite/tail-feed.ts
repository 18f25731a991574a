import { tableOf } from '@daemoneye/collector-core';
import type { BusMessage, EventBus, Subscription } from '@daemoneye/collector-core';
import type { Condition } from '@daemoneye/detection';
import { payloadJson } from '../output/message-json.ts';
import { messageKey } from './message-key.ts';

/** One line of a tail: a message as JSON under its subject, or how many were dropped since the last such line. */
export type TailLine =
  { readonly subject: string; readonly row: object } | { readonly dropped: number };

/** Messages that wait for a slow reader before the oldest are dropped, and told. */
const BUFFER_MESSAGES = 8_192;

export const defaultSubjects = ['deye.v1.events.>', 'deye.v1.alerts.>'] as const;

export interface TailWords {
  /** Subjects, with NATS wildcards. */
  readonly subjects: readonly string[];
  /** With a condition only events for which it is true. */
  readonly where: Condition | null;
  /** What comes before the live messages; those that are in both come once. */
  readonly history?: AsyncIterable<BusMessage>;
}

function rowsOf(message: BusMessage, where: Condition | null): readonly object[] {
  const { payload } = message;
  if (where === null) return payloadJson(payload) as object[];
  if (payload.kind !== 'events') return [];
  const events = payload.body.events.filter(
    (event) => tableOf(event) === where.table && where.matches(event),
  );
  return events.length === 0
    ? []
    : (payloadJson({ kind: 'events', body: { ...payload.body, events } }) as object[]);
}

/**
 * Messages on the subjects as lines, from now on, until `signal` aborts, or the bus closes and all that it had is read. The subscription
 * begins at the call, not at the first iteration, and before the history is read: nothing falls between the two.
 */
export function tailFeed(
  bus: EventBus,
  words: TailWords,
  signal?: AbortSignal,
): AsyncIterable<TailLine> {
  const subscription = bus.subscribe({
    subjects: words.subjects,
    bufferMessages: BUFFER_MESSAGES,
  });
  const stop = (): void => subscription.close();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return (async function* lines(): AsyncGenerator<TailLine> {
    try {
      yield* linesOf(subscription, words, signal);
    } finally {
      signal?.removeEventListener('abort', stop);
      subscription.close();
    }
  })();
}

async function* linesOf(
  subscription: Subscription,
  { history, where }: TailWords,
  signal: AbortSignal | undefined,
): AsyncGenerator<TailLine> {
  const seen = new Set<string>();
  for await (const message of history ?? []) {
    if (signal?.aborted) return;
    remember(seen, messageKey(message));
    for (const row of rowsOf(message, where)) yield { subject: message.subject, row };
  }
  let told = 0;
  for await (const message of subscription) {
    if (seen.delete(messageKey(message))) continue;
    for (const row of rowsOf(message, where)) yield { subject: message.subject, row };
    const { dropped } = subscription.stats();
    if (dropped > told) {
      yield { dropped: dropped - told };
      told = dropped;
    }
  }
}

/** As many of the last as can wait in the subscription; older ones cannot be in it. */
function remember(seen: Set<string>, key: string): void {
  seen.add(key);
  if (seen.size <= 2 * BUFFER_MESSAGES) return;
  const [oldest] = seen;
  if (oldest !== undefined) seen.delete(oldest);
}
