import type { BusPayload } from '../bus/event-bus.ts';

/** Kind of the payload on the subjects below `deye.v1.<area>`. */
export const payloadKinds = {
  events: 'events',
  tasks: 'task',
  results: 'result',
  alerts: 'alert',
  dlq: 'dead_letter',
} as const satisfies Readonly<Record<string, BusPayload['kind']>>;

const area = /^deye\.v1\.([a-z]+)\../;

/** What a message on the subject holds; null when it is not one of the suite's messages. */
export function payloadKindOf(subject: string): BusPayload['kind'] | null {
  const name = area.exec(subject)?.[1] ?? '';
  return Object.hasOwn(payloadKinds, name) ? payloadKinds[name as keyof typeof payloadKinds] : null;
}
