import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

import { afterEach, describe, expect } from '@jest/globals';

import { openProcessTrace } from '../../src/process-trace/process-trace.ts';
import type { ProcessTrace, ProcessTraceOptions } from '../../src/process-trace/process-trace.ts';
import type { TaskRecord } from '../../src/process-trace/task-iterator.ts';
import type { ExecRecord, TraceRecord } from '../../src/process-trace/trace-record.ts';
import { testWithBpf } from './privilege.ts';

/** A shell starts `count` processes, one after the other, that end at once; each has its number among its arguments. */
function storm(mark: string, count: number): readonly [string, readonly string[]] {
  const loop = `i=0; while [ $i -lt ${count} ]; do /bin/true ${mark} $i; i=$((i+1)); done`;
  return ['/bin/sh', ['-c', loop]];
}

const isMarked = (record: TraceRecord, mark: string): record is ExecRecord =>
  record.kind === 'exec' && record.args?.[1] === mark;

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

describe('openProcessTrace', () => {
  let trace: ProcessTrace | null = null;
  function open(options: ProcessTraceOptions = {}): ProcessTrace {
    trace = openProcessTrace(options);
    return trace;
  }
  afterEach(() => trace?.close());

  async function recordsDuring(
    opened: ProcessTrace,
    run: Promise<unknown>,
  ): Promise<readonly TraceRecord[]> {
    const records: TraceRecord[] = [];
    const ended = new AbortController();
    void run.then(() => ended.abort());
    while (!ended.signal.aborted) {
      await opened.readable(20, ended.signal);
      opened.consume((record) => records.push(record), 4_096);
    }
    opened.consume((record) => records.push(record), 1_000_000);
    return records;
  }

  async function stormSeen(opened: ProcessTrace, mark: string, count: number): Promise<number> {
    const [command, args] = storm(mark, count);
    const records = await recordsDuring(opened, once(spawn(command, args), 'exit'));
    const marked = records.filter((record) => isMarked(record, mark));
    expect(marked.map(({ args: given }) => given)).toEqual(
      Array.from({ length: count }, (_, index) => ['/bin/true', mark, String(index)]),
    );
    const ended = new Map(
      records.flatMap((one) => (one.kind === 'exit' ? [[one.pid, one] as const] : [])),
    );
    return marked.filter(({ pid }) => ended.get(pid)?.status === 0).length;
  }

  testWithBpf('sees every process of a storm with its arguments and its end', async () => {
    expect(await stormSeen(open(), 'alone', 2_000)).toBe(2_000);
  });

  testWithBpf('sees every process of a storm beside two busy loops', async () => {
    const busy = [1, 2].map(() => spawn('/bin/sh', ['-c', 'while :; do :; done']));
    try {
      expect(await stormSeen(open(), 'beside', 1_000)).toBe(1_000);
    } finally {
      for (const child of busy) child.kill('SIGKILL');
    }
  });

  testWithBpf('accounts for every record of each kind when nobody reads', () => {
    const opened = open({ ringBytes: 65_536 });
    const read = { exec: 0, exit: 0, fork: 0 };
    // Blocks this thread until the storm is over.
    spawnSync(...storm('blocked', 600));
    let counts = opened.counts();
    const consume = (): number => opened.consume(({ kind }) => (read[kind] += 1), 1_000_000);
    // Others start processes too: what is compared is a moment at which nothing came.
    do {
      consume();
      counts = opened.counts();
    } while (consume() > 0);
    for (const kind of ['exec', 'exit', 'fork'] as const)
      expect([kind, read[kind] + counts[kind].dropped]).toEqual([kind, counts[kind].produced]);
    expect(counts.exec.dropped).toBeGreaterThan(100);
    expect(counts.exec.produced).toBeGreaterThanOrEqual(601);
  });

  testWithBpf('gives back every descriptor and its memory, once', () => {
    openProcessTrace().close();
    const before = descriptors();
    for (let round = 0; round < 20; round += 1) {
      const one = openProcessTrace();
      one.tasks(() => {});
      one.close();
      one.close();
    }
    expect(descriptors()).toBe(before);
    expect(readFileSync('/proc/self/maps', 'utf8')).not.toContain('bpf-map');
  });

  testWithBpf('tells ids, status and clock as wait and the clock have them', async () => {
    const opened = open();
    const child = spawn('/bin/sh', ['-c', 'sleep 0.05; kill -TERM $$'], {
      uid: 65_534,
      gid: 65_533,
      cwd: '/',
    });
    const records = await recordsDuring(opened, once(child, 'exit'));
    const end = records.find(({ kind, pid }) => kind === 'exit' && pid === child.pid);
    expect(end).toMatchObject({ status: 15, euid: 65_534, egid: 65_533, parent: process.pid });
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    expect(uptime - Number(end?.boottime) / 1e9).toBeLessThan(2);
    expect(end?.startBoottime).toBeLessThan(end?.boottime ?? 0n);
  });

  testWithBpf('walks the threads that run, with the time and memory that /proc has', () => {
    const opened = open();
    const tasks: TaskRecord[] = [];
    opened.tasks((task) => tasks.push(task));
    const own = tasks.filter(({ pid }) => pid === process.pid);
    const first = own.find(({ tid }) => tid === process.pid);
    const stat = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(stat[11]) + Number(stat[12]);
    const cpuMs = own.reduce((sum, { runtimeNs }) => sum + runtimeNs, 0) / 1e6;
    expect(own.length).toBe(readdirSync('/proc/self/task').length);
    expect(first).toMatchObject({ pid: process.pid, isAlive: true });
    expect(Math.abs((first?.pages ?? 0) / Number(stat[21]) - 1)).toBeLessThan(0.1);
    expect(Math.abs(cpuMs + (first?.runtimeOfDeadNs ?? 0) / 1e6 - ticks * 10)).toBeLessThan(
      200 + ticks,
    );
    expect(Number((first?.startBoottime ?? 0n) / 10_000_000n)).toBe(Number(stat[19]));
    expect(tasks.filter(({ pid, tid }) => pid === tid).length).toBeGreaterThan(2);
  });
});
