import { DeyeError, identityOf, readHistory } from '@daemoneye/collector-core';
import type {
  BusMessage,
  BusPayload,
  CollectionEvent,
  HistoryOptions,
  NatsLink,
} from '@daemoneye/collector-core';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { payloadJson } from '../output/message-json.ts';
import { withBus } from '../suite/open-bus.ts';
import type { TailLine } from '../suite/tail-feed.ts';
import { printLines } from './print-lines.ts';
import { alertsOf, parseTraceTarget, workOf } from './trace-chain.ts';
import type { TraceTarget } from './trace-chain.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

export interface TraceOptions extends BusOptions {
  /** An alert, or the identity of an event. */
  readonly id: string;
  readonly json: boolean;
}

async function readAll(link: NatsLink, options: HistoryOptions): Promise<readonly BusMessage[]> {
  const messages: BusMessage[] = [];
  for await (const message of readHistory(link, options)) messages.push(message);
  return messages;
}

function asPayload(event: CollectionEvent): BusPayload {
  const { collector, domain, epoch, host, seq } = event;
  const batch = { host, collector, epoch, domain, verb: '', first_seq: seq, last_seq: seq };
  return { kind: 'events', body: { ...batch, events: [event] } };
}

/** The event as its stream holds it; null when it does not. */
async function findEvent(link: NatsLink, target: TraceTarget): Promise<CollectionEvent | null> {
  if (target.kind !== 'event') return null;
  const subjects = [`deye.v1.events.*.*.${target.host}.${target.collector}`];
  for await (const { payload } of readHistory(link, { subjects })) {
    const events = payload.kind === 'events' ? payload.body.events : [];
    const found = events.find((event) => identityOf(event) === target.identity);
    if (found !== undefined) return found;
  }
  return null;
}

/** Event, tasks that wait, results, alert: what the streams hold of one chain, in that order. */
async function readChain(link: NatsLink, target: TraceTarget): Promise<readonly BusPayload[]> {
  const subjects = [`deye.v1.alerts.*.*.${target.kind === 'alert' ? target.alert : '*'}`];
  const alerts = alertsOf(await readAll(link, { subjects }), target);
  const event = alerts[0]?.event ?? (await findEvent(link, target));
  if (event === null) return [];
  const places = [`deye.v1.tasks.${event.host}.>`, `deye.v1.results.${event.host}.>`];
  const work = alerts.length === 0 ? [] : await readAll(link, { subjects: places });
  return [
    asPayload(event),
    ...workOf(work, alerts),
    ...alerts.map((body) => ({ kind: 'alert', body }) as const),
  ];
}

async function* linesOf(chain: readonly BusPayload[]): AsyncGenerator<TailLine> {
  for (const payload of chain)
    for (const row of payloadJson(payload) as object[]) yield { subject: '', row };
}

/** `deye trace`: what the streams hold of the chain of an alert or event. Throws `BUS_NO_HISTORY`; 1 when they hold nothing of it. */
export async function runTrace(options: TraceOptions, io: Io): Promise<ExitCode> {
  const target = parseTraceTarget(options.id);
  if (target === null)
    throw new DeyeError('CLI_USAGE', 'trace takes an alert id or host:collector:epoch:seq');
  const found = await findBus(options, io);
  if (found === null) throw new DeyeError('BUS_UNREACHABLE');
  if (found.kind !== 'servers') throw new DeyeError('BUS_NO_HISTORY', 'trace');
  const chain = await withBus(found.servers, io, ({ link }) => readChain(link, target));
  await printLines(linesOf(chain), { json: options.json, count: null }, io);
  if (chain.length > 0) return ExitCode.done;
  io.stderr.write(`deye: the streams hold nothing of ${options.id}\n`);
  return ExitCode.findings;
}
