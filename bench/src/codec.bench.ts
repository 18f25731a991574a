import { CollectionEvent, decodePayload, encodePayload } from '@daemoneye/collector-core';
import type { BusPayload } from '@daemoneye/collector-core';
import { toJsonRow } from '@daemoneye/detection';
import type { Row } from './benchmark.ts';
import { median } from './median.ts';

export const name = 'wire codec, one process event';

const eventsPerBatch = 256;
const rounds = 15;

/** An event with what a scan of /proc fills: 30 of its columns. */
function fullEvent(seq: number): CollectionEvent {
  const draft = CollectionEvent.process({
    type: 'process.started',
    time: 1_700_000_000_123_456_789n + BigInt(seq),
    pid: 1_000 + (seq % 30_000),
    ppid: 900,
    name: 'cc1plus',
    executable_path: '/usr/lib/gcc/x86_64-linux-gnu/14/cc1plus',
    command_line: `cc1plus -quiet -O2 -o /tmp/cc${seq}.s main.cpp`,
    args: ['cc1plus', '-quiet', '-O2', '-o', `/tmp/cc${seq}.s`, 'main.cpp'],
    cwd: '/home/someone/src/project/build',
    user_id: 1_000,
    user_name: 'someone',
    group_id: 1_000,
    group_name: 'someone',
    login_id: 1_000,
    tty: 'pts/3',
    session_id: 812,
    start_time: 1_700_000_000_120_000_000n,
    process_key: 'a1b2c3d4-1001-123456789',
    parent_process_key: 'a1b2c3d4-900-123456700',
    parent_name: 'g++',
    parent_executable_path: '/usr/bin/x86_64-linux-gnu-g++-14',
    parent_command_line: 'g++ -O2 -c main.cpp',
    ancestors: ['/usr/bin/g++-14', '/usr/bin/make', '/usr/bin/bash', '/usr/sbin/sshd'],
    cgroup_id: '7421',
    cgroup_path: '/user.slice/user-1000.slice/session-3.scope',
    file_exists: true,
    is_memfd: false,
    cpu_usage: 12.5,
    memory_usage: 48_234_496,
    source_tier: 'proc_scan',
  });
  const stamp = { host: 'a-00000000', host_name: 'a', collector: 'procmond', epoch: '0f', seq };
  return { ...draft, ...stamp };
}

function batchFrom(first: number): BusPayload {
  const events = Array.from({ length: eventsPerBatch }, (_, index) => fullEvent(first + index));
  const [host, collector, epoch] = ['a-00000000', 'procmond', '0f'];
  const numbers = { first_seq: first, last_seq: first + eventsPerBatch - 1 };
  const body = { host, collector, epoch, domain: 'process', verb: 'started', ...numbers } as const;
  return { kind: 'events', body: { ...body, events } };
}

/** Median of nanoseconds per event; the first half of the rounds only warms up. */
function nanosecondsPerEvent(work: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds * 2; round += 1) {
    const since = process.hrtime.bigint();
    for (let pass = 0; pass < 10; pass += 1) work();
    const took = Number(process.hrtime.bigint() - since);
    if (round >= rounds) times.push(took / (10 * eventsPerBatch));
  }
  return median(times);
}

function figure(what: string, value: number, peer: string, peerValue: number): Row {
  return { what, value, unit: 'ns', better: 'less', peer: { name: peer, value: peerValue } };
}

export async function run(): Promise<readonly Row[]> {
  const batch = batchFrom(1);
  if (batch.kind !== 'events') throw new Error('no batch');
  const { events } = batch.body;
  const bytes = encodePayload(batch);
  const json = Buffer.from(
    JSON.stringify(events.map((event) => toJsonRow('process_events', event))),
  );
  const rows = events.map((event) => toJsonRow('process_events', event));
  return await Promise.resolve([
    figure(
      'encode',
      nanosecondsPerEvent(() => encodePayload(batch)),
      'JSON.stringify of ready rows',
      nanosecondsPerEvent(() => Buffer.from(JSON.stringify(rows))),
    ),
    figure(
      'decode',
      nanosecondsPerEvent(() => decodePayload('events', bytes)),
      'JSON.parse, times left as text',
      nanosecondsPerEvent(() => void JSON.parse(json.toString())),
    ),
    {
      what: 'size',
      value: bytes.length / eventsPerBatch,
      unit: 'bytes',
      better: 'less',
      peer: { name: 'JSON', value: json.length / eventsPerBatch },
    },
  ]);
}
