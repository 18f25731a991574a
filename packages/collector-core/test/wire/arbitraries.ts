import { processEvents as processColumns } from '@daemoneye/detection';
import type { Column } from '@daemoneye/detection';
import * as fc from 'fast-check';
import type {
  Alert,
  AnalysisRequest,
  AnalysisResult,
  BookkeepingEvent,
  BusPayload,
  CapabilityAnnouncement,
  CollectionEvent,
  Correlation,
  DeadLetter,
  EventBatch,
  ProcessEvent,
  Value,
} from '../../src/index.ts';

const INT64_MAX = 2n ** 63n - 1n;

/** Text of any code points, a byte order mark and U+FFFD among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.constantFrom('', '\uFEFFbom', '\u0000', 'a'.repeat(200), '\uFFFD', 'ünï😀'.repeat(20)),
);
const nullable = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 3 });
const list = fc.array(text, { maxLength: 4 });
const int64 = fc.oneof(
  fc.bigInt({ min: -INT64_MAX - 1n, max: INT64_MAX }),
  fc.constantFrom(0n, INT64_MAX, -INT64_MAX - 1n, 2n ** 53n + 1n, 4_294_967_296n),
);
const uint64 = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 4_294_967_296, 2 ** 53 - 1));
const uint32 = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1));
const double = fc.oneof(fc.double(), fc.constantFrom(-0, NaN, Infinity, -Infinity, 5e-324));
const narrow = { exit_code: fc.integer(), run_time_ms: uint64, memory_usage: uint64 };

function columnValue(name: string, { type, nullWhen }: Column): fc.Arbitrary<unknown> {
  const own: Readonly<Record<string, fc.Arbitrary<unknown>>> = narrow;
  const integer = own[name] ?? uint32;
  const kinds = { integer, real: double, text, boolean: fc.boolean(), time: int64, list };
  return nullWhen === null ? kinds[type] : nullable(kinds[type]);
}

const processRow = fc.record(
  Object.fromEntries(
    Object.entries(processColumns).map(([name, column]) => [name, columnValue(name, column)]),
  ),
);

/** A word that may stand in a subject. */
const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const raw = fc.dictionary(fc.constantFrom('name', 'cwd', 'args'), fc.uint8Array({ maxLength: 8 }), {
  minKeys: 1,
});

interface Shared {
  readonly host: string;
  readonly host_name: string;
  readonly collector: string;
  readonly epoch: string;
  readonly domain: 'process';
}

const shared: fc.Arbitrary<Shared> = fc.record({
  host: token,
  host_name: text,
  collector: token,
  epoch: token,
  domain: fc.constant('process'),
});

function processEvent(stamp: Shared, seq: number, verb: string): fc.Arbitrary<ProcessEvent> {
  return fc.tuple(processRow, fc.option(raw, { nil: undefined })).map(([row, bytes]) => {
    const event: Record<string, unknown> = Object.assign({}, row, stamp);
    Object.assign(event, { seq, type: `process.${verb}` });
    if (event['hash_algorithm'] === null) event['executable_hash'] = null;
    if (bytes !== undefined) event['raw'] = bytes;
    return event as unknown as ProcessEvent;
  });
}

/** Process events of any columns. */
export const processEvents: fc.Arbitrary<ProcessEvent> = fc
  .tuple(shared, fc.integer({ min: 1, max: 2 ** 53 - 1 }))
  .chain(([stamp, seq]) => processEvent(stamp, seq, 'started'));

const range = fc.tuple(uint64, uint64).map(([first, last]) => `${first}-${last}`);
const gapColumns = {
  source: nullable(text),
  reason: nullable(text),
  from_time: nullable(int64),
  until_time: nullable(int64),
  closed: nullable(fc.boolean()),
  ranges: nullable(fc.array(range, { maxLength: 4 })),
  lost_before_emit: nullable(uint64),
  lower_bound: nullable(fc.boolean()),
};
const ledgerColumns = {
  lost_before_emit: nullable(uint64),
  last_seq: nullable(uint64),
  stored: nullable(uint64),
  shed: nullable(uint64),
  pending: nullable(uint64),
};
const noGap = fc.record(
  Object.fromEntries(
    Object.keys({ ...gapColumns, ...ledgerColumns }).map((name) => [name, fc.constant(null)]),
  ),
);

function bookkeeping(stamp: Shared, seq: number, verb: string): fc.Arbitrary<BookkeepingEvent> {
  const columns: fc.Arbitrary<object> =
    verb === 'ledger' ? fc.record(ledgerColumns) : fc.record(gapColumns);
  return fc.tuple(noGap, columns, int64).map(
    ([empty, own, time]) =>
      Object.assign({}, empty, own, stamp, {
        time,
        seq,
        type: verb,
      }) as unknown as BookkeepingEvent,
  );
}

function anEvent(stamp: Shared, seq: number, verb: string): fc.Arbitrary<CollectionEvent> {
  const isBookkeeping = verb === 'gap' || verb === 'gap_closed' || verb === 'ledger';
  return isBookkeeping ? bookkeeping(stamp, seq, verb) : processEvent(stamp, seq, verb);
}

const verbs = fc.constantFrom('started', 'exited', 'snapshot', 'gap', 'gap_closed', 'ledger');

/** Batches of up to three events, numbered anywhere up to 2^53. */
const batches: fc.Arbitrary<EventBatch> = fc
  .tuple(shared, verbs, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 2 ** 53 - 8 }))
  .chain(([stamp, verb, count, first_seq]) =>
    fc
      .tuple(
        ...Array.from({ length: count }, (_, index) => anEvent(stamp, first_seq + index, verb)),
      )
      .map((events) => {
        const { host, collector, epoch, domain } = stamp;
        return { host, collector, epoch, domain, verb, first_seq, last_seq: first_seq + 3, events };
      }),
  );

/** Values, with bigints only where a number would not be exact. */
const value: fc.Arbitrary<Value> = fc.oneof(
  text,
  double,
  fc.maxSafeInteger(),
  fc.constantFrom(2n ** 53n, INT64_MAX, -INT64_MAX - 1n),
  fc.boolean(),
  fc.constant(null),
  list,
);
const values = fc.dictionary(fc.oneof(text, fc.constant('__proto__')), value, { maxKeys: 5 });

const correlation: fc.Arbitrary<Correlation> = fc.record({
  id: text,
  root: text,
  parent: nullable(text),
  stage: nullable(text),
  traceparent: nullable(text),
  tags: list,
});

const requests: fc.Arbitrary<AnalysisRequest> = fc.record({
  task: text,
  attempt: uint32,
  analysis: text,
  host: text,
  collector: text,
  target: fc.record({
    event: nullable(text),
    process: nullable(fc.record({ pid: uint32, start_boottime: int64, boot_id: text, key: text })),
    path: nullable(text),
  }),
  parameters: values,
  timeout_ms: uint32,
  requested_by: text,
  requested_time: int64,
  correlation,
});

const results: fc.Arbitrary<AnalysisResult> = fc.record({
  task: text,
  attempt: uint32,
  analysis: text,
  host: text,
  collector: text,
  status: fc.constantFrom('completed', 'failed', 'timed_out', 'refused'),
  outcome: text,
  error: nullable(text),
  message: nullable(text),
  process_key: nullable(text),
  path: nullable(text),
  values,
  started_time: int64,
  finished_time: int64,
  correlation,
});

const alertedEvent = fc
  .tuple(shared, verbs, fc.integer({ min: 1, max: 2 ** 53 - 1 }))
  .chain(([stamp, verb, seq]) => anEvent(stamp, seq, verb));

const alerts: fc.Arbitrary<Alert> = fc.record({
  alert: text,
  revision: uint32,
  rule: text,
  title: text,
  description: nullable(text),
  severity: fc.constantFrom('informational', 'low', 'medium', 'high', 'critical'),
  tags: list,
  time: int64,
  host: text,
  host_name: text,
  fingerprint: text,
  count: uint64,
  first_time: int64,
  last_time: int64,
  event: alertedEvent,
  results: fc.array(results, { maxLength: 2 }),
  pending: list,
});

const deadLetters: fc.Arbitrary<DeadLetter> = fc.record({
  stream: text,
  subject: text,
  sequence: uint64,
  deliveries: uint32,
  reason: text,
  time: int64,
  payload: nullable(fc.uint8Array({ maxLength: 32 })),
});

/** Payloads of every kind, with every field filled in some and absent in others. */
export const payloads: fc.Arbitrary<BusPayload> = fc.oneof(
  batches.map((body) => ({ kind: 'events', body }) as const),
  requests.map((body) => ({ kind: 'task', body }) as const),
  results.map((body) => ({ kind: 'result', body }) as const),
  alerts.map((body) => ({ kind: 'alert', body }) as const),
  deadLetters.map((body) => ({ kind: 'dead_letter', body }) as const),
);

const health = fc.constantFrom('starting', 'healthy', 'degraded', 'unhealthy', 'stopped');

/** Announcements with every field filled in some and absent in others. */
export const announcements: fc.Arbitrary<CapabilityAnnouncement> = fc.record({
  host: text,
  host_name: text,
  collector: text,
  epoch: text,
  pid: uint32,
  version: text,
  schema: fc.record({ min: uint32, max: uint32 }),
  caps: uint32,
  sources: fc.array(
    fc.record({
      name: text,
      caps: uint32,
      state: health,
      detail: nullable(text),
      tier: nullable(
        fc.record({
          tier: text,
          rank: uint32,
          lossy: fc.boolean(),
          reason: nullable(text),
          remedy: nullable(text),
        }),
      ),
      restarts: uint32,
      emitted: uint64,
    }),
    { maxLength: 3 },
  ),
  analyses: fc.array(fc.record({ analysis: text, max_concurrent: uint32 }), { maxLength: 3 }),
  columns: fc.dictionary(fc.oneof(text, fc.constant('__proto__')), list, { maxKeys: 3 }),
  health,
  durability: fc.constantFrom('process', 'memory', 'async-R1', 'async-R3', 'fsync'),
  ledger: fc.record({
    last_seq: uint64,
    stored: uint64,
    shed: uint64,
    pending: uint64,
    lost_before_emit: uint64,
  }),
  started_time: int64,
});
