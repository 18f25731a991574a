import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ProcessEvent } from '@daemoneye/collector-core';
import { draftFaults } from '@daemoneye/collector-core/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { blindSpot } from '../../src/proc-scan/proc-privilege.ts';
import { ProcScanSource } from '../../src/proc-scan/proc-scan-source.ts';
import { FakeHost } from '../fake-host.ts';
import type { FakeProcess } from '../fake-host.ts';
import { RunningScan } from '../running-scan.ts';

const START_NS = 1_700_000_000_000_000_000n;
const UPTIME_TICKS = 210_289;
/** Started half a second after the first look. */
const YOUNG = UPTIME_TICKS + 50;

const shell: FakeProcess = {
  comm: 'sh',
  startTicks: YOUNG,
  addresses: 4096,
  exe: '/usr/bin/dash',
  args: ['sh', '-c', 'make'],
};

let host = FakeHost.empty();
let scan: RunningScan | null = null;

async function startOn(given: FakeHost): Promise<RunningScan> {
  host.delete();
  host = given;
  scan = await RunningScan.start(host);
  return scan;
}

function brief(events: readonly ProcessEvent[]) {
  return events.map(({ type, pid, name, command_line: line }) => [type, pid, name, line]);
}

beforeEach(() => {
  host = FakeHost.empty();
});
afterEach(async () => {
  await scan?.stop();
  scan = null;
  host.delete();
});

function inode(cgroupPath: string): string {
  const path = join(host.root, 'sys/fs/cgroup', cgroupPath);
  return String(statSync(path, { throwIfNoEntry: false })?.ino);
}

/** The event without NULL columns, times as text; the inode of a cgroup, once it is right, in words. */
function golden(event: ProcessEvent): Record<string, unknown> {
  const words = new Map([
    [inode('/'), 'of the root'],
    [inode(event.cgroup_path ?? ''), 'of the path'],
  ]);
  const id = event.cgroup_id === null ? null : words.get(event.cgroup_id);
  const given = Object.entries({ ...event, cgroup_id: id }).filter(
    ([, value]) => value !== null && value !== '',
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
}

describe('ProcScanSource', () => {
  test('tells what runs already as snapshots, as recorded', async () => {
    await startOn(FakeHost.recorded());
    const events = scan?.context.events as unknown as ProcessEvent[];
    const file = new URL('../fixtures/golden.json', import.meta.url);
    if (process.env['DEYE_RECORD'] === '1')
      writeFileSync(file, `${JSON.stringify(events.map(golden), null, 2)}\n`);
    expect(events.map(golden)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(scan?.context.events.flatMap((event) => draftFaults(event))).toEqual([]);
  });

  test('tells a start at its time and an end with its run time', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    const [started, ...others] = await running.look();
    expect(others).toEqual([]);
    expect(started).toMatchObject({
      type: 'process.started',
      time: START_NS + 500_000_000n,
      start_time: START_NS + 500_000_000n,
      process_key: `b32d1fb1-70-${YOUNG}`,
      cpu_usage: null,
    });
    expect(await running.look()).toEqual([]);
    host.remove(70);
    const [exited] = await running.look();
    expect(exited).toMatchObject({
      type: 'process.exited',
      time: START_NS + 3_000_000_000n,
      pid: 70,
      name: 'sh',
      run_time_ms: 2_500,
      exit_code: null,
      exit_signal: null,
    });
  });

  test('names the parent that stands behind its child in the list', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, { ...shell, startTicks: YOUNG + 1, ppid: 900 });
    host.put(900, { ...shell, comm: 'nginx', exe: '/usr/sbin/nginx', args: ['nginx'] });
    const events = await running.look();
    expect(events.map((event) => event.pid)).toEqual([900, 70]);
    expect(events[1]).toMatchObject({
      parent_process_key: `b32d1fb1-900-${YOUNG}`,
      parent_name: 'nginx',
      parent_executable_path: '/usr/sbin/nginx',
      parent_command_line: 'nginx',
      ancestors: ['/usr/sbin/nginx'],
    });
  });

  test('takes another start under the same pid for another process', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    await running.look();
    host.put(70, { ...shell, startTicks: YOUNG + 100, args: ['sh', '-c', 'other'] });
    expect(brief(await running.look())).toEqual([
      ['process.started', 70, 'sh', 'sh -c other'],
      ['process.suspicious', 70, 'sh', 'sh -c other'],
      ['process.exited', 70, 'sh', 'sh -c make'],
    ]);
  });

  test('tells an exec that keeps pid and name', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    await running.look();
    host.put(70, { ...shell, addresses: 8192, args: ['sh', '-c', 'other'], uid: 0 });
    const [event, ...others] = await running.look();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'process.started',
      time: START_NS + 2_000_000_000n,
      process_key: `b32d1fb1-70-${YOUNG}`,
      command_line: 'sh -c other',
      user_id: 0,
    });
  });

  test('tells an exec of a process whose addresses are hidden', async () => {
    const running = await startOn(FakeHost.empty());
    const { addresses: _, exe: __, ...hidden } = shell;
    host.put(70, hidden);
    await running.look();
    host.put(70, { ...hidden, vsize: 2000 });
    expect(await running.look()).toEqual([]);
    host.put(70, { ...hidden, vsize: 3000, args: ['sh', '-c', 'other'] });
    expect(brief(await running.look())).toEqual([['process.started', 70, 'sh', 'sh -c other']]);
  });

  test('takes a new name alone for no exec', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    await running.look();
    host.put(70, { ...shell, comm: 'worker-1' });
    expect(await running.look()).toEqual([]);
    host.remove(70);
    expect(brief(await running.look())).toEqual([['process.exited', 70, 'worker-1', 'sh -c make']]);
  });

  test('tells the end of a zombie once', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    await running.look();
    host.put(70, { ...shell, state: 'Z', args: [] });
    expect(brief(await running.look())).toEqual([['process.exited', 70, 'sh', 'sh -c make']]);
    expect(await running.look()).toEqual([]);
    host.remove(70);
    expect(await running.look()).toEqual([]);
  });

  test('leaves a column NULL that went with the process, and tells the process', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    for (const file of ['status', 'cmdline', 'exe', 'cgroup'])
      unlinkSync(join(host.procRoot, '70', file));
    const [event] = await running.look();
    expect(event).toMatchObject({
      name: 'sh',
      user_id: null,
      args: null,
      executable_path: null,
      file_exists: null,
      cgroup_path: null,
    });
  });

  test('tells nothing of a process that vanished between the list and the first read', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    unlinkSync(join(host.procRoot, '70/stat'));
    expect(await running.look()).toEqual([]);
  });

  test('measures CPU from snapshot to snapshot', async () => {
    const running = await startOn(FakeHost.empty());
    host.put(70, shell);
    await running.look();
    host.put(70, { ...shell, cpuTicks: 290 });
    const [snapshot] = await running.look(29_000);
    expect(snapshot).toMatchObject({ type: 'process.snapshot', pid: 70, cpu_usage: 10 });
    expect(snapshot?.memory_usage).toBe(40_960);
    host.put(70, { ...shell, cpuTicks: 1_790 });
    const [next] = await running.look(30_000);
    expect(next?.cpu_usage).toBe(50);
  });

  test('cannot run where there is no procfs', () => {
    const options = { hostRoot: '', redact: (args: readonly string[]) => args };
    const intervals = { scanIntervalMs: 1_000, snapshotIntervalMs: 30_000 };
    const source = (procRoot: string) =>
      new ProcScanSource({ ...options, ...intervals, procRoot }).unavailable();
    expect([source('/nowhere'), source('/proc')]).toEqual(['there is no procfs at /nowhere', null]);
  });
});

describe('blindSpot', () => {
  test('is none with CAP_SYS_PTRACE', () => {
    expect(blindSpot(1n << 19n, true)).toBeNull();
  });
  test('names what cannot be read', () => {
    expect(blindSpot(0n, true)).toContain('executable and working directory');
    expect(blindSpot(0n, false)).toContain('hidepid');
  });
});
