import { describe, expect, test } from '@jest/globals';
import type { BusPayload } from '../../src/bus/event-bus.ts';
import { buckets, streams } from '../../src/bus/streams.ts';
import { matchesSubject } from '../../src/bus/subject-pattern.ts';
import {
  alertSubject,
  capabilityKey,
  dlqSubject,
  eventsSubject,
  resultSubject,
  rpcSubject,
  taskSubject,
} from '../../src/bus/subjects.ts';
import { messageHeaders } from '../../src/nats-bus/message-headers.ts';
import { payloadKindOf, payloadKinds } from '../../src/nats-bus/payload-kind.ts';
import { bucketSettings, streamSettings } from '../../src/nats-bus/stream-settings.ts';
import { documentTable } from '../document-table.ts';

const messages = {
  events: 'EventBatch',
  task: 'AnalysisRequest',
  result: 'AnalysisResult',
  alert: 'Alert',
  dead_letter: 'DeadLetter',
} as const satisfies Record<BusPayload['kind'], string>;

/** Subjects as the code builds them, from parts that are named as their place is. */
const part = {
  domain: 'process',
  verb: 'VERB',
  host: 'HOST',
  collector: 'COLLECTOR',
  analysis: 'ANALYSIS',
  task: 'TASK',
} as const;
const built: readonly string[] = [
  eventsSubject(part).replace('.process.', '.DOMAIN.'),
  taskSubject(part),
  resultSubject(part),
  alertSubject('high', 'RULE', 'ALERT').replace('.high.', '.SEVERITY.'),
  dlqSubject('STREAM'),
];
const rpc = (['health', 'config.get'] as const).map((verb) =>
  rpcSubject('HOST', 'COLLECTOR', verb),
);

function withPlaces(subject: string): string {
  return `\`${subject.replaceAll(/[A-Z]+/g, (place) => `<${place.toLowerCase()}>`)}\``;
}

function duration(nanos: number): string {
  const seconds = nanos / 1e9;
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function size(bytes: number): string {
  if (bytes === -1) return 'as the server';
  return bytes % 1_048_576 === 0 ? `${bytes / 1_048_576} MiB` : `${bytes / 1_024} KiB`;
}

describe('docs/subjects.md', () => {
  test('has a row for every subject, and a subject for every row', () => {
    const rows = built.map((subject) => {
      const kind = payloadKindOf(subject);
      const example = subject.replace('.DOMAIN.', '.process.');
      const owners = streams.filter(({ subjects }) =>
        subjects.some((pattern) => matchesSubject(pattern, example)),
      );
      return [
        withPlaces(subject),
        kind === null ? '' : `\`${messages[kind]}\``,
        owners.map(({ name }) => `\`${name}\``).join(', '),
      ];
    });
    const asked = rpc.map((subject) => [withPlaces(subject), 'JSON, by request and reply', '']);
    const wanted = [['subject', 'payload', 'kept in'], ...rows, ...asked];
    expect(documentTable('subjects.md', 'subjects', wanted)).toEqual(wanted);
    expect(built.map((subject) => subject.split('.')[2])).toEqual(Object.keys(payloadKinds));
  });

  test('has a row for every stream, and a stream for every row', () => {
    const rows = streams.map((stream) => {
      const asked = streamSettings(stream);
      return [
        `\`${stream.name}\``,
        asked.subjects.map((subject) => `\`${subject}\``).join(', '),
        asked.retention,
        asked.discard,
        duration(asked.max_age),
        size(asked.max_bytes),
        size(asked.max_msg_size),
        duration(asked.duplicate_window),
        asked.deny_delete ? 'no' : 'yes',
      ];
    });
    const head = ['stream', 'subjects', 'retention', 'gives way when full', 'kept', 'size'];
    const more = ['message', 'duplicate window', 'messages may be deleted'];
    const wanted = [[...head, ...more], ...rows];
    expect(documentTable('subjects.md', 'streams', wanted)).toEqual(wanted);
  });

  test('has a row for every bucket, and a bucket for every row', () => {
    const keys = { deye_capabilities: capabilityKey('HOST', 'COLLECTOR') };
    const values = { deye_capabilities: 'CapabilityAnnouncement' };
    const rows = Object.values(buckets).map((bucket) => {
      const asked = bucketSettings(bucket);
      const lives = duration(asked.max_age);
      const marked = duration(asked.subject_delete_marker_ttl);
      const key = withPlaces(keys[bucket.name]);
      return [`\`${bucket.name}\``, key, `\`${values[bucket.name]}\``, lives, marked];
    });
    const wanted = [['bucket', 'key', 'value', 'a key lives', 'its mark lives'], ...rows];
    expect(documentTable('subjects.md', 'buckets', wanted)).toEqual(wanted);
  });

  test('has a row for every header, and a header for every row', () => {
    const rows = Object.entries(messageHeaders).map(([name, says]) => [`\`${name}\``, says]);
    const wanted = [['header', 'what it says'], ...rows];
    expect(documentTable('subjects.md', 'headers', wanted)).toEqual(wanted);
  });
});
