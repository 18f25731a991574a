import type { ProcessEvent } from '@daemoneye/collector-core';
import { draftFaults } from '@daemoneye/collector-core/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { FakeHost } from '../fake-host.ts';
import { RunningConnector, START_TICKS } from '../running-connector.ts';

const shell = {
  comm: 'sh',
  startTicks: START_TICKS - 100,
  addresses: 4_096,
  args: ['sh'],
  exe: '/bin/sh',
};
const child = { comm: 'sh', ppid: 70, startTicks: START_TICKS, addresses: 4_096 };
const fork = { kind: 'fork', pid: 71, parentPid: 70 } as const;
const exec = { kind: 'exec', pid: 71 } as const;
const exit = (status: number) => ({ kind: 'exit', pid: 71, status }) as const;
const brief = (events: readonly ProcessEvent[]) =>
  events.map(({ type, pid, name }) => [type, pid, name]);

describe('ConnectorRun', () => {
  let host = FakeHost.empty();
  let running: RunningConnector | null = null;
  async function start(tellsForks = false): Promise<RunningConnector> {
    host.put(70, shell);
    running = await RunningConnector.start(host, tellsForks);
    return running;
  }
  beforeEach(() => {
    host.delete();
    host = FakeHost.empty();
  });
  afterEach(async () => {
    const faults = running?.context.events.flatMap((event) => draftFaults(event));
    await running?.stop();
    expect(faults).toEqual([]);
  });

  test('tells what runs already as snapshots, and is ready', async () => {
    const { isReady, context } = await start();
    expect(isReady).toBe(true);
    expect(brief(context.events as unknown as ProcessEvent[])).toEqual([
      ['process.snapshot', 70, 'sh'],
    ]);
  });

  test('reads a process at its exec, and tells its end with code and run time', async () => {
    const run = await start();
    host.put(71, child);
    expect(await run.tell([fork])).toEqual([]);
    host.put(71, { ...child, comm: 'make', args: ['make', 'all'], exe: '/usr/bin/make' });
    const [started] = await run.tell([exec]);
    expect(started).toMatchObject({
      type: 'process.started',
      pid: 71,
      ppid: 70,
      name: 'make',
      executable_path: '/usr/bin/make',
      args: ['make', 'all'],
      user_id: 1000,
      parent_name: 'sh',
      process_key: `b32d1fb1-71-${START_TICKS}`,
      source_tier: 'proc_connector',
    });
    host.remove(71);
    await run.pass(40);
    const [exited] = await run.tell([exit(3 << 8)]);
    expect(exited).toMatchObject({
      type: 'process.exited',
      name: 'make',
      exit_code: 3,
      exit_signal: null,
      process_key: started?.process_key,
    });
    expect(exited?.run_time_ms).toBeGreaterThanOrEqual(40);
  });

  test('tells exec and end of a process that has gone before it is read', async () => {
    const run = await start();
    const events = await run.tell([fork, exec, exit(9)]);
    const known = { pid: 71, ppid: 70, user_id: 1000, parent_name: 'sh' };
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ ...known, type: 'process.started', name: null, args: null });
    expect(events[1]).toMatchObject({ ...known, type: 'process.exited', exit_signal: 9 });
    expect(events[1]?.process_key).toBe(events[0]?.process_key);
    expect(events[1]?.exit_code).toBeNull();
  });

  test('does not take a later process with the same pid for the one of the event', async () => {
    const run = await start();
    host.put(71, { ...child, comm: 'later', startTicks: START_TICKS + 500, args: ['later'] });
    const [started] = await run.tell([fork, exec]);
    expect([started?.name, started?.args]).toEqual([null, null]);
  });

  test('tells forks when asked', async () => {
    const run = await start(true);
    host.put(71, child);
    expect(brief(await run.tell([fork]))).toEqual([['process.forked', 71, 'sh']]);
  });

  test('takes the end of a thread for no end, and the last one for it', async () => {
    const run = await start();
    const thread = { kind: 'fork', pid: 71, tid: 90, parentPid: 70 } as const;
    expect(await run.tell([fork, thread, exit(0)])).toEqual([]);
    const [exited] = await run.tell([{ ...exit(0), tid: 90 }]);
    expect(exited).toMatchObject({ type: 'process.exited', pid: 71, exit_code: 0 });
  });

  test('says which ids and names a process changed, once', async () => {
    const run = await start();
    host.put(70, { ...shell, uid: 0 });
    const events = await run.tell([
      { kind: 'ids', pid: 70 },
      { kind: 'ids', pid: 70 },
    ]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'process.modified',
      changed: ['user_id', 'group_id'],
      user_id: 0,
    });
    host.put(70, { ...shell, uid: 0, comm: 'hidden' });
    const [renamed] = await run.tell([{ kind: 'comm', pid: 70 }]);
    expect(renamed).toMatchObject({ changed: ['name'], name: 'hidden' });
    expect(await run.tell([{ kind: 'comm', pid: 70, tid: 99 }])).toEqual([]);
  });

  test('suspects a pid that is free for a moment only', async () => {
    const run = await start();
    await run.tell([fork, exit(0)]);
    host.put(71, { ...child, startTicks: START_TICKS + 1 });
    await run.pass(20);
    const events = await run.tell([fork]);
    expect(events.map(({ type, suspicion }) => [type, suspicion])).toEqual([
      ['process.suspicious', 'pid_reused'],
    ]);
  });

  test('counts a loss exactly, and finds by a look what was lost', async () => {
    const run = await start();
    await run.tell([fork]);
    host.put(72, { ...child, comm: 'new', args: ['new'], exe: '/bin/new' });
    await run.pass(2_000);
    const found = await run.tell([], 5);
    expect(run.context.losses).toMatchObject([
      { reason: 'kernel_overflow', count: 5, lowerBound: false },
    ]);
    expect(brief(found)).toEqual([
      ['process.started', 72, 'new'],
      ['process.exited', 71, 'sh'],
    ]);
    expect(found[1]).toMatchObject({ exit_code: null, exit_signal: null });
    expect(await run.pass(2_000)).toEqual([]);
  });

  test('tells every process at each snapshot, and none that has ended', async () => {
    const run = await start();
    host.put(71, { ...child, args: ['sh'] });
    await run.tell([fork, exec]);
    expect(brief(await run.pass(30_000))).toEqual([
      ['process.snapshot', 70, 'sh'],
      ['process.snapshot', 71, 'sh'],
    ]);
    host.remove(71);
    await run.tell([exit(0)]);
    expect(brief(await run.pass(30_000))).toEqual([['process.snapshot', 70, 'sh']]);
  });
});
