import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { redactArguments, SystemClock } from '@daemoneye/collector-core';
import type { ProcessEvent } from '@daemoneye/collector-core';
import { describeSourceContract, recordingContext } from '@daemoneye/collector-core/testing';
import { ProcConnector } from '@daemoneye/linux-kernel';
import { afterEach, describe, expect, test } from '@jest/globals';

import { ProcConnectorSource } from '../../src/proc-connector/proc-connector-source.ts';
import { ProcessSource } from '../../src/tier/process-source.ts';

const MIB = 1_048_576;
const probe = await ProcConnector.open({ receiveBufferBytes: MIB });
const why = probe.kind === 'refused' ? probe.reason : null;
if (probe.kind === 'open') probe.connector.close();
const isCi = process.env['CI'] === 'true';
const title = why === null ? '' : ` (skipped: privilege: ${why})`;
const describeOpen = why === null || isCi ? describe : describe.skip;
if (why !== null) console.log(`not run${title}`);

const shared = {
  procRoot: '/proc',
  hostRoot: '',
  redact: redactArguments,
  snapshotIntervalMs: 60_000,
  tellsForks: false,
};

describeOpen(`ProcConnectorSource on the real kernel${title}`, () => {
  let context = recordingContext(new SystemClock());
  let running = Promise.resolve();
  async function start(receiveBufferBytes = 4 * MIB, snapshotIntervalMs = 60_000): Promise<void> {
    context = recordingContext(new SystemClock());
    const options = { ...shared, receiveBufferBytes, snapshotIntervalMs };
    running = new ProcConnectorSource(options).run(context);
    await context.until(() => context.tiers.length > 0);
  }
  afterEach(async () => {
    context.stop();
    await running;
  });

  const all = () => context.events as unknown as readonly ProcessEvent[];
  const ofPid = (pid: number | undefined, type: string) =>
    all().filter((event) => event.pid === pid && event.type === type);
  async function exitOf(pid: number | undefined): Promise<ProcessEvent | undefined> {
    await context.until(() => ofPid(pid, 'process.exited').length > 0);
    return ofPid(pid, 'process.exited')[0];
  }

  test('is tier 2, and says what it can miss', async () => {
    await start();
    expect(context.tiers[0]).toMatchObject({ tier: 'proc_connector', rank: 2, lossy: true });
  });

  test('sees every exec and every end of 2 000 processes that end at once', async () => {
    // Room for what other programs of a busy machine start meanwhile.
    await start(64 * MIB);
    const script = 'i=0; while [ $i -lt 2000 ]; do /bin/true marked; i=$((i+1)); done';
    const shell = spawn('/bin/sh', ['-c', script]);
    await once(shell, 'exit');
    await exitOf(shell.pid);
    const own = all().filter((event) => event.ppid === shell.pid);
    const started = own.filter(({ type }) => type === 'process.started');
    const ended = own.filter(({ type, exit_code }) => type === 'process.exited' && exit_code === 0);
    const keys = new Set(started.map(({ process_key }) => process_key));
    expect([started.length, ended.length, keys.size]).toEqual([2_000, 2_000, 2_000]);
    expect(context.losses).toEqual([]);
    expect(started.every(({ parent_process_key }) => parent_process_key !== null)).toBe(true);
    const named = started.filter(({ args }) => args?.[1] === 'marked').length;
    console.log(`arguments of ${named} of 2 000 processes were read in time`);
    expect(named).toBeGreaterThan(0);
  }, 30_000);

  test('tells code, signal and run time of an end', async () => {
    await start();
    const three = spawn('/bin/sh', ['-c', 'exit 3']);
    const killed = spawn('/bin/sleep', ['60']);
    await context.until(() => ofPid(killed.pid, 'process.started').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    killed.kill('SIGKILL');
    const [first, second] = [await exitOf(three.pid), await exitOf(killed.pid)];
    expect([first?.exit_code, first?.exit_signal]).toEqual([3, null]);
    expect([second?.exit_code, second?.exit_signal]).toEqual([null, 9]);
    expect(second).toMatchObject({ name: 'sleep', args: ['/bin/sleep', '60'] });
    expect(second?.run_time_ms).toBeGreaterThanOrEqual(40);
    expect(second?.run_time_ms).toBeLessThan(5_000);
  });

  test('fills every column that a look at /proc fills', async () => {
    await start();
    const child = spawn('/bin/sleep', ['60'], { cwd: '/tmp' });
    await context.until(() => ofPid(child.pid, 'process.started').length > 0);
    const [started] = ofPid(child.pid, 'process.started');
    child.kill('SIGKILL');
    expect(started).toMatchObject({
      ppid: process.pid,
      name: 'sleep',
      args: ['/bin/sleep', '60'],
      cwd: '/tmp',
      user_id: process.geteuid?.(),
      group_id: process.getegid?.(),
      file_exists: true,
      is_memfd: false,
      parent_executable_path: process.execPath,
    });
    expect([started?.session_id, started?.cgroup_path, started?.start_time]).not.toContain(null);
  });

  test('ends a process with its last thread alone', async () => {
    await start();
    const script = 'new (require("worker_threads").Worker)("0", { eval: true })';
    const node = spawn(process.execPath, ['-e', script]);
    await once(node, 'exit');
    expect(await exitOf(node.pid)).toMatchObject({ exit_code: 0 });
    expect(ofPid(node.pid, 'process.exited')).toHaveLength(1);
  });

  test('tells a change of name and of user as it happens, and an exec for what it is', async () => {
    await start();
    const named = spawn('/bin/sh', ['-c', 'sleep 0.3; printf hidden > /proc/$$/comm; read _']);
    await context.until(() => ofPid(named.pid, 'process.modified').length > 0);
    named.kill('SIGKILL');
    expect(ofPid(named.pid, 'process.modified')[0]).toMatchObject({
      name: 'hidden',
      changed: ['name'],
      suspicion: null,
    });
    if (process.geteuid?.() !== 0) {
      console.log('not run: a change of user (skipped: privilege: root)');
      return;
    }
    const other = spawn('setpriv', ['--reuid=65534', '--clear-groups', 'sleep', '60']);
    await context.until(() => ofPid(other.pid, 'process.started').length > 1);
    other.kill('SIGKILL');
    // Between the two execs the user changes, perhaps before the first one is read.
    const changes = ofPid(other.pid, 'process.modified').map(({ changed }) => changed);
    expect([[], [['user_id']]]).toContainEqual(changes);
    expect(ofPid(other.pid, 'process.started')[1]).toMatchObject({
      name: 'sleep',
      user_id: 65_534,
    });
  });

  test('suspects a program whose file is replaced or deleted while it runs, once', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'connector-'));
    const programs = ['replaced', 'deleted'].map((name) => join(directory, name));
    for (const program of programs) copyFileSync('/bin/sleep', program);
    await start(4 * MIB, 1_000);
    const children = programs.map((program) => spawn(program, ['60']));
    const ofChildren = (type: string) =>
      children.flatMap(({ pid }) => ofPid(pid, type).map(({ suspicion }) => suspicion));
    await context.until(() => ofChildren('process.started').length === 2);
    writeFileSync(join(directory, 'other'), '');
    renameSync(join(directory, 'other'), join(directory, 'replaced'));
    unlinkSync(join(directory, 'deleted'));
    const snapshots = () => ofChildren('process.snapshot').length;
    await context.until(() => ofChildren('process.suspicious').length === 2);
    const before = snapshots();
    await context.until(() => snapshots() >= before + 4);
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
    const suspicions = ['executable_replaced', 'executable_deleted'];
    expect(ofChildren('process.suspicious')).toEqual(suspicions);
    expect(ofChildren('process.modified')).toHaveLength(2);
  }, 15_000);

  test('counts what a blocked loop with a small buffer loses, and sets right what that left wrong', async () => {
    await start(4_096);
    const early = spawn('/bin/sleep', ['60']);
    await context.until(() => ofPid(early.pid, 'process.started').length > 0);
    const script =
      'i=0; while [ $i -lt 100 ]; do /bin/true; i=$((i+1)); done; sleep 60 >/dev/null 2>&1 & echo $!';
    process.kill(early.pid ?? 0, 'SIGKILL');
    // Nothing is read meanwhile: the buffer holds a few events.
    const { stdout } = spawnSync('/bin/sh', ['-c', script]);
    const late = Number(String(stdout));
    await context.until(() => ofPid(late, 'process.started').length > 0);
    expect((await exitOf(early.pid))?.name).toBe('sleep');
    expect(ofPid(late, 'process.started')[0]).toMatchObject({ args: ['sleep', '60'] });
    for (const loss of context.losses)
      expect(loss).toMatchObject({ reason: 'kernel_overflow', lowerBound: false });
    const lost = context.losses.reduce((sum, { count }) => sum + count, 0);
    // Fork, exec and exit of 100 processes, but for the few that fit and those that were read before.
    expect(lost).toBeGreaterThan(100);
    process.kill(late, 'SIGKILL');
    // The event of its end may be lost as well; then a look tells the end, without the signal.
    expect([9, null]).toContain((await exitOf(late))?.exit_signal);
  }, 15_000);
});

describeOpen(`ProcessSource without BPF${title}`, () => {
  const script = fileURLToPath(new URL('../print-connector-tier.ts', import.meta.url));
  const command = [process.execPath, '--conditions=@daemoneye/source', script];
  async function tierIn(place: readonly string[], args: readonly string[] = []) {
    const [program = '', ...others] = [...place, ...command, ...args];
    const { stdout } = await promisify(execFile)(program, others, { cwd: '/' });
    return JSON.parse(stdout) as { tier: { reason: string } | null; failure: unknown };
  }
  const isRoot = process.geteuid?.() === 0;
  const rootTest = isRoot || isCi ? test : test.skip;
  const needsRoot = isRoot ? '' : ' (skipped: privilege: root)';
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

  rootTest(`falls to /proc in a network namespace of its own${needsRoot}`, async () => {
    const { tier, failure } = await tierIn(['unshare', '-n']);
    expect([tier, failure]).toEqual([expect.objectContaining({ tier: 'proc_scan' }), null]);
    expect(tier?.reason).toContain('proc_connector: send: ECONNREFUSED');
  });

  rootTest(`falls to /proc in a pid namespace of its own${needsRoot}`, async () => {
    const { tier } = await tierIn(['unshare', '-p', '-f', '--mount-proc']);
    expect(tier).toMatchObject({ tier: 'proc_scan', rank: 3 });
    expect(tier?.reason).toContain('proc_connector: no acknowledgement within 300 ms');
  });

  rootTest(`names the refusal when the tier is forced${needsRoot}`, async () => {
    const { tier, failure } = await tierIn(['unshare', '-n'], ['proc_connector']);
    expect(tier).toBeNull();
    expect(failure).toMatchObject({
      code: 'SOURCE_TIER_UNAVAILABLE',
      permanent: false,
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  rootTest(
    `as nobody, gets the tier that the kernel allows, or says why not${needsRoot}`,
    async () => {
      if (spawnSync(nobody[0] ?? '', [...nobody.slice(1), 'test', '-r', script]).status !== 0) {
        console.log('not run: an unprivileged user may not read this checkout');
        return;
      }
      const { tier, failure } = await tierIn(nobody);
      expect(failure).toBeNull();
      expect(tier).toMatchObject({
        tier: expect.stringMatching(/^proc_(connector|scan)$/),
        reason: expect.stringContaining('without CAP_SYS_PTRACE'),
        remedy: 'sudo npm start',
      });
    },
  );
});

if (why === null)
  describeSourceContract(
    'ProcessSource on the proc connector',
    () => new ProcessSource([new ProcConnectorSource({ ...shared, receiveBufferBytes: MIB })]),
  );
