import { JetStreamError } from '@nats-io/jetstream';
import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import type { StoredMessage } from '../bus/event-bus.ts';
import { compileSubjects, patternsOverlap } from '../bus/subject-pattern.ts';
import { streams } from '../bus/streams.ts';
import { decodePayload } from '../wire/payload-codec.ts';
import { callServer, managerOf } from './js-api.ts';
import type { NatsLink } from './nats-link.ts';
import { payloadKindOf } from './payload-kind.ts';

const pageMessages = 256;

/** What to read of the streams. */
export interface HistoryOptions {
  /** Subjects, with NATS wildcards. */
  readonly subjects: readonly string[];
  /** Stored at or after this time; nanoseconds since the Unix epoch, rounded down to milliseconds. Default: all. */
  readonly since?: bigint;
}

/**
 * Messages that the streams hold now, stream by stream in their order; those that cannot be decoded are logged and left out. Leaves no
 * trace on the server, not on a work queue either. Throws `BUS_SUBJECT_INVALID`, `BUS_UNAVAILABLE`, `BUS_FORBIDDEN`.
 */
export async function* readHistory(
  link: NatsLink,
  { since = 0n, subjects }: HistoryOptions,
): AsyncGenerator<StoredMessage> {
  const wanted = compileSubjects(subjects);
  for (const { name, subjects: kept } of streams) {
    const isRead = kept.some((one) => subjects.some((pattern) => patternsOverlap(one, pattern)));
    if (!isRead) continue;
    for await (const stored of readStream(link, name, since)) {
      const message = wanted(stored.subject) ? decode(link, name, stored) : null;
      if (message !== null) yield message;
    }
  }
}

/** Pages until one of them is the last; what is stored meanwhile is read, too. */
async function* readStream(
  link: NatsLink,
  stream: string,
  since: bigint,
): AsyncGenerator<StoredMsg> {
  let next = 1;
  for (;;) {
    const from = next === 1 && since > 0n ? { start_time: dateOf(since) } : { seq: next };
    const page = await callServer(link, async (nats) =>
      readPage(await managerOf(nats), stream, { ...from, batch: pageMessages }),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || last.pending === 0) return;
    next = last.seq + 1;
  }
}

type PageOptions = Parameters<JetStreamManager['direct']['getBatch']>[1];

async function readPage(
  { direct }: JetStreamManager,
  stream: string,
  options: PageOptions,
): Promise<readonly StoredMsg[]> {
  const page: StoredMsg[] = [];
  try {
    for await (const message of await direct.getBatch(stream, options)) page.push(message);
  } catch (error) {
    // The answer for a stream without messages, or without any from there on.
    if (!(error instanceof JetStreamError && 'code' in error && error.code === 404)) throw error;
  }
  return page;
}

function dateOf(time: bigint): Date {
  return new Date(Number(time / 1_000_000n));
}

function decode(link: NatsLink, stream: string, stored: StoredMsg): StoredMessage | null {
  const { subject, seq: sequence } = stored;
  const kind = payloadKindOf(subject);
  if (kind === null) return null;
  try {
    const { payload } = decodePayload(kind, stored.data);
    return { stream, subject, payload, sequence, deliveries: 1 };
  } catch (error) {
    const where = { stream, subject, sequence };
    link.options.log.warn({ ...where, err: error }, 'a stored message cannot be decoded');
    return null;
  }
}
