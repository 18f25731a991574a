import type protobuf from 'protobufjs/minimal.js';
import { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import { verbOf } from '../model/event.ts';
import type { CollectionEvent } from '../model/event.ts';
import type { Alert } from '../model/alert.ts';
import type { AnalysisResult } from '../model/analysis.ts';
import { resultFromWire, resultToWire } from './analysis.ts';
import { envelopeOf, writeBatch } from './event-batch.ts';
import { eventFromWire } from './event.ts';
import { int64, toBigInt, toNumber, uint32, uint64 } from './integers.ts';
import { keptBytes } from './kept-bytes.ts';
import type { WireLimits } from './limits.ts';
import { wellFormed } from './value.ts';
import { word, words } from './word.ts';

const EVENT_TAG = (15 << 3) | 2;
const RESULTS_TAG = (16 << 3) | 2;

/** Writes an alert. Its event and its results are sent as they were read, where they have fields that are not known here. */
export function writeAlert(alert: Alert, writer: protobuf.Writer, limits: WireLimits): void {
  const { event, results } = alert;
  daemoneye.v1.Alert.encode(
    {
      alert: alert.alert.toWellFormed(),
      revision: uint32(alert.revision, 'revision'),
      rule: alert.rule.toWellFormed(),
      title: alert.title.toWellFormed(),
      description: alert.description?.toWellFormed() ?? null,
      severity: alert.severity,
      tags: wellFormed(alert.tags),
      time: int64(alert.time, 'time'),
      host: alert.host.toWellFormed(),
      host_name: alert.host_name.toWellFormed(),
      fingerprint: alert.fingerprint.toWellFormed(),
      count: uint64(alert.count, 'count'),
      first_time: int64(alert.first_time, 'first_time'),
      last_time: int64(alert.last_time, 'last_time'),
      pending: wellFormed(alert.pending),
    },
    writer,
  );
  const { host, collector, epoch, domain, seq } = event;
  const verb = verbOf(event.type);
  const batch = { host, collector, epoch, domain, verb, first_seq: seq, last_seq: seq };
  writer.uint32(EVENT_TAG).fork();
  writeBatch({ ...batch, events: [event] }, writer, limits);
  writer.ldelim();
  for (const result of results) writeResult(result, writer);
}

function writeResult(result: AnalysisResult, writer: protobuf.Writer): void {
  const bytes = keptBytes(result);
  writer.uint32(RESULTS_TAG);
  if (bytes !== undefined) writer.bytes(bytes);
  else daemoneye.v1.AnalysisResult.encode(resultToWire(result), writer.fork()).ldelim();
}

function theEvent(batch: daemoneye.v1.EventBatch.$Properties | null | undefined): CollectionEvent {
  const [event, ...others] = batch?.events ?? [];
  if (batch === null || batch === undefined || event === undefined || others.length > 0)
    throw new DeyeError('WIRE_MALFORMED', 'an alert has exactly one event');
  return eventFromWire(event as daemoneye.v1.Event, envelopeOf(batch as daemoneye.v1.EventBatch));
}

/** The alert of a message. Throws `WIRE_MALFORMED` for a severity that is none, and unless it has exactly one event that can be read. */
export function alertFromWire(from: daemoneye.v1.Alert): Alert {
  return {
    alert: from.alert,
    revision: from.revision,
    rule: from.rule,
    title: from.title,
    description: from.description,
    severity: word(words.severity, from.severity),
    tags: from.tags,
    time: toBigInt(from.time),
    host: from.host,
    host_name: from.host_name,
    fingerprint: from.fingerprint,
    count: toNumber(from.count, 'count'),
    first_time: toBigInt(from.first_time),
    last_time: toBigInt(from.last_time),
    event: theEvent(from.event),
    results: from.results.map((result) => resultFromWire(result)),
    pending: from.pending,
  };
}
