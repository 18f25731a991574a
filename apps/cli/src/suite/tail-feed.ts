import { tableOf } from '@daemoneye/collector-core';
import type { BusMessage, EventBus } from '@daemoneye/collector-core';
import type { Condition } from '@daemoneye/detection';
import { payloadJson } from '../output/message-json.ts';

/** One line of a tail: a message as JSON under its subject, or how many were dropped since the last such line. */
export type TailLine =
  { readonly subject: string; readonly row: object } | { readonly dropped: number };

/** Messages that wait for a slow reader before the oldest are dropped, and told. */
const BUFFER_MESSAGES = 8_192;

export const defaultSubjects = ['deye.v1.events.>', 'deye.v1.alerts.>'] as const;

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
 * Messages on the subjects as lines, from now on, until `signal` aborts, or the bus closes and all that it had is read. With a condition only
 * events for which it is true. The subscription begins at the call, not at the first iteration.
 */
export function tailFeed(
  bus: EventBus,
  subjects: readonly string[],
  where: Condition | null,
  signal?: AbortSignal,
): AsyncIterable<TailLine> {
  const subscription = bus.subscribe({ subjects, bufferMessages: BUFFER_MESSAGES });
  const stop = (): void => subscription.close();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return (async function* lines(): AsyncGenerator<TailLine> {
    let told = 0;
    try {
      for await (const message of subscription) {
        for (const row of rowsOf(message, where)) yield { subject: message.subject, row };
        const { dropped } = subscription.stats();
        if (dropped > told) {
          yield { dropped: dropped - told };
          told = dropped;
        }
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      subscription.close();
    }
  })();
}
