import type { ProcessEvent } from '@daemoneye/collector-core';
import { AccountNames, CgroupIds, StatDescriptors } from '@daemoneye/linux-kernel';
import type { ExecRecord, ExitRecord, ForkRecord } from '@daemoneye/linux-kernel';
import { forkedFacts, processIdentity } from '@daemoneye/process-table';
import { describe, expect, test } from '@jest/globals';

import type { TaskSum } from '../../src/bpf/task-sums.ts';
import { namedPath, TraceFacts } from '../../src/bpf/trace-facts.ts';
import { TraceTracker } from '../../src/bpf/trace-tracker.ts';

const BOOT = 'b32d1fb1-0000';
const bootNs = 1_000_000_000_000n;
const [S, MS] = [1_000_000_000n, 1_000_000n];

/** A tracker over a /proc without processes: all that is known are records. */
function tracker(running: ReadonlySet<number> = new Set()): TraceTracker {
  const none = new AccountNames('/nowhere');
  const facts = new TraceFacts(
    {
      procRoot: '/nowhere',
      hostRoot: '',
      bootId: BOOT,
      users: none,
      groups: none,
      cgroupIds: new CgroupIds(null, 1),
      redact: (args) => args,
    },
    new StatDescriptors('/nowhere', 0),
  );
  return new TraceTracker({
    tier: 'bpf',
    facts,
    pageBytes: 4_096,
    tellsForks: false,
    isReplaced: () => false,
    read: ({ pid, startBoottime }, former) => {
      if (!running.has(pid)) return null;
      const ref = processIdentity(BOOT, pid, startBoottime);
      return { ...(former ?? forkedFacts(ref, 1, null, null)), name: `read ${pid}` };
    },
  });
}

const task = {
  pid: 50,
  parent: 1,
  euid: 0,
  egid: 0,
  startBoottime: 10n * S,
  cgroup: 7n,
  loginuid: null,
  session: 50,
  comm: 'sh',
  execId: 1n,
};
const at = (ms: bigint) => 10n * S + ms * MS;
const fork = (given: Partial<ForkRecord> = {}): ForkRecord => ({
  kind: 'fork',
  ...task,
  boottime: at(0n),
  ...given,
});
const exec = (given: Partial<ExecRecord> = {}): ExecRecord => ({
  kind: 'exec',
  ...task,
  boottime: at(1n),
  path: '/bin/sh',
  args: ['sh'],
  cut: false,
  startStack: 1,
  execId: 2n,
  ...given,
});
const exit = (given: Partial<ExitRecord> = {}): ExitRecord => ({
  kind: 'exit',
  ...task,
  boottime: at(20n),
  status: 0,
  ...given,
});
const sum = (given: Partial<TaskSum> = {}): TaskSum => ({
  pid: 50,
  startBoottime: 10n * S,
  execId: 2n,
  runtimeNs: 0,
  boottime: at(30n),
  pages: 2,
  ...given,
});
const moment = { timeNs: bootNs + 100n * S, monotonicMs: 100_000, bootNs };
const brief = (drafts: readonly unknown[]) =>
  (drafts as readonly ProcessEvent[]).map(({ type, pid }) => [type, pid]);

describe('TraceTracker', () => {
  test('tells an exec and the end of the process, with what the records say', () => {
    const tracked = tracker();
    expect(tracked.learn(fork(), moment)).toEqual([]);
    const [started] = tracked.learn(exec(), moment);
    expect(started).toMatchObject({
      type: 'process.started',
      pid: 50,
      ppid: 1,
      name: 'sh',
      args: ['sh'],
      executable_path: '/bin/sh',
      command_line: 'sh',
      cgroup_id: '7',
      session_id: 50,
      process_key: 'b32d1fb1-50-1000',
      time: bootNs + at(1n),
      start_time: bootNs + 10n * S,
    });
    const [ended] = tracked.learn(exit({ status: 9 }), moment);
    expect(ended).toMatchObject({
      type: 'process.exited',
      args: ['sh'],
      exit_code: null,
      exit_signal: 9,
      run_time_ms: 20,
    });
  });

  test('knows parents that lived for a moment alone', () => {
    const tracked = tracker();
    const child = { pid: 51, parent: 50, startBoottime: at(2n) };
    const records = [fork(), exec(), fork({ ...child, boottime: at(2n) }), exit()];
    for (const record of records) tracked.learn(record, moment);
    const [started] = tracked.learn(exec({ ...child, boottime: at(30n), parent: 1 }), moment);
    expect(started).toMatchObject({
      ppid: 50,
      parent_executable_path: '/bin/sh',
      parent_process_key: 'b32d1fb1-50-1000',
    });
  });

  test('tells the missed end of a process whose pid is another’s now', () => {
    const tracked = tracker();
    tracked.learn(exec(), moment);
    const drafts = tracked.learn(exec({ startBoottime: 20n * S, boottime: 21n * S }), moment);
    expect(brief(drafts)).toEqual([
      ['process.exited', 50],
      ['process.started', 50],
    ]);
    expect(drafts[0]).toMatchObject({ exit_code: null, exit_signal: null });
  });

  test('marks cut arguments, and says nothing of those that could not be read', () => {
    const tracked = tracker();
    const [cut] = tracked.learn(exec({ args: ['sh', 'abc'], cut: true }), moment);
    expect(cut).toMatchObject({ args: ['sh', 'abc…'] });
    const [none] = tracked.learn(exec({ args: null }), moment);
    expect(none).toMatchObject({ args: null, command_line: null, name: 'sh' });
  });

  test('after a loss ends what has gone, starts what is new or runs another program, and nothing else', () => {
    const tracked = tracker(new Set([50, 52, 53, 54]));
    tracked.learn(exec({ pid: 50 }), moment);
    tracked.learn(exec({ pid: 51 }), moment);
    tracked.learn(exec({ pid: 52 }), moment);
    // Began after the walk over the tasks.
    tracked.learn(exec({ pid: 55, startBoottime: at(40n) }), moment);
    const running = [sum(), sum({ pid: 52, execId: 3n }), sum({ pid: 53 })];
    const sums = new Map(running.map((one) => [one.pid, one] as const));
    expect(brief(tracked.resync(sums, at(30n), moment))).toEqual([
      ['process.exited', 51],
      ['process.started', 52],
      ['process.started', 53],
    ]);
    expect(tracked.resync(sums, at(30n), moment)).toEqual([]);
  });

  test('snapshots what it knows, with the use since the snapshot before', () => {
    const tracked = tracker(new Set([50]));
    tracked.seed([sum({ runtimeNs: 10 })], moment);
    const [first] = tracked.snapshot(sum({ runtimeNs: 20 }), moment);
    expect(first).toMatchObject({ type: 'process.snapshot', cpu_usage: null, memory_usage: 8_192 });
    const [second] = tracked.snapshot(sum({ runtimeNs: 20 + 5e8, boottime: at(1_030n) }), moment);
    expect(second).toMatchObject({ type: 'process.snapshot', cpu_usage: 50 });
    expect(tracked.snapshot(sum({ startBoottime: 11n * S }), moment)).toEqual([]);
  });
});

describe('namedPath', () => {
  test.each([
    ['/bin/sh', '/bin/sh'],
    ['./run', null],
    ['/dev/fd/5', null],
    ['/proc/self/fd/5', null],
  ])('takes %s for %s', (path, expected) => {
    expect(namedPath(path)).toBe(expected);
  });
});
