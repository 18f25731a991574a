import { identityOf, parseSubject } from '@daemoneye/collector-core';
import type { Alert, BusMessage, BusPayload } from '@daemoneye/collector-core';

type Body<K extends BusPayload['kind']> = Extract<BusPayload, { kind: K }>['body'];

/** What `deye trace` was asked about. */
export type TraceTarget =
  | { readonly kind: 'alert'; readonly alert: string }
  | {
      readonly kind: 'event';
      readonly identity: string;
      readonly host: string;
      readonly collector: string;
    };

/** Reads an alert id or `host:collector:epoch:seq`; null when it is neither. */
export function parseTraceTarget(text: string): TraceTarget | null {
  const [host, collector, epoch, seq, ...rest] = text.split(':');
  const isEvent = seq !== undefined && /^[1-9]\d*$/.test(seq) && rest.length === 0;
  if (isEvent && host && collector && epoch)
    return { kind: 'event', identity: text, host, collector };
  const isAlert = parseSubject(`deye.v1.alerts.low.rule.${text}`) !== null;
  return isAlert && /^[\w-]+$/.test(text) ? { kind: 'alert', alert: text } : null;
}

/** Bodies of one kind. */
function bodiesOf<K extends BusPayload['kind']>(
  messages: readonly BusMessage[],
  kind: K,
): readonly Body<K>[] {
  return messages.flatMap(({ payload }) =>
    payload.kind === kind ? [payload.body as Body<K>] : [],
  );
}

/** The last revision of each alert that is meant. */
export function alertsOf(messages: readonly BusMessage[], target: TraceTarget): readonly Alert[] {
  const last = new Map<string, Alert>();
  for (const alert of bodiesOf(messages, 'alert')) {
    const isMeant =
      target.kind === 'alert'
        ? alert.alert === target.alert
        : identityOf(alert.event) === target.identity;
    if (isMeant && alert.revision >= (last.get(alert.alert)?.revision ?? 0))
      last.set(alert.alert, alert);
  }
  return [...last.values()];
}

/** Tasks that wait and results, in the order of the streams, that belong to one of the alerts. */
export function workOf(
  messages: readonly BusMessage[],
  alerts: readonly Alert[],
): readonly BusPayload[] {
  const ids = new Set(alerts.map(({ alert }) => alert));
  return messages
    .map(({ payload }) => payload)
    .filter(
      (payload) =>
        (payload.kind === 'task' || payload.kind === 'result') &&
        ids.has(payload.body.correlation.id),
    );
}
