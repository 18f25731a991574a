import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { redactArguments, SystemClock } from '@daemoneye/collector-core';
import type { ProcessEvent } from '@daemoneye/collector-core';
import { recordingContext } from '@daemoneye/collector-core/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { ProcScanSource } from '../../src/proc-scan/proc-scan-source.ts';

const onLinux = process.platform === 'linux';
if (!onLinux) console.log('not run: the real /proc is on Linux alone');
const describeOnLinux = onLinux ? describe : describe.skip;

function fieldOfPs(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)])
    .toString()
    .trim();
}

describeOnLinux('ProcScanSource on the real /proc', () => {
  let context = recordingContext(new SystemClock());
  let running = Promise.resolve();
  let directory = '';
  const children: ChildProcess[] = [];

  const eventsOf = (pid: number) =>
    (context.events as unknown as readonly ProcessEvent[]).filter((event) => event.pid === pid);
  async function theEvent(pid: number, count: number): Promise<ProcessEvent> {
    await context.until(() => eventsOf(pid).length >= count);
    const event = eventsOf(pid)[count - 1];
    if (event === undefined) throw new Error('no event');
    return event;
  }
  async function start(command: string, args: readonly string[]): Promise<number> {
    const child = spawn(command, args, { cwd: directory, stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    await once(child, 'spawn');
    return child.pid ?? 0;
  }

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'live-'));
    context = recordingContext(new SystemClock());
    running = new ProcScanSource({
      procRoot: '/proc',
      hostRoot: '',
      redact: redactArguments,
      scanIntervalMs: 100,
      snapshotIntervalMs: 60_000,
    }).run(context);
    await context.until(() => eventsOf(process.pid).length === 1);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    context.stop();
    await running;
    rmSync(directory, { recursive: true });
  });

  test('tells a process that starts and ends as ps and /proc do', async () => {
    const program = join(directory, 'sleeper');
    copyFileSync('/bin/sleep', program);
    const pid = await start(program, ['60']);
    const started = await theEvent(pid, 1);
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    expect(started).toMatchObject({
      type: 'process.started',
      ppid: process.pid,
      name: fieldOfPs(pid, 'comm'),
      executable_path: program,
      args: [program, '60'],
      command_line: fieldOfPs(pid, 'args'),
      cwd: directory,
      user_id: Number(fieldOfPs(pid, 'uid')),
      user_name: fieldOfPs(pid, 'user'),
      group_id: Number(fieldOfPs(pid, 'gid')),
      session_id: Number(fieldOfPs(pid, 'sid')),
      process_key: `${bootId}-${pid}-${stat[21]}`,
      parent_executable_path: process.execPath,
      file_exists: true,
      is_memfd: false,
    });
    expect(Math.abs(Number(started.time / 1_000_000n) - Date.now())).toBeLessThan(5_000);
    unlinkSync(program);
    process.kill(pid, 'SIGKILL');
    const exited = await theEvent(pid, 2);
    expect(exited).toMatchObject({
      type: 'process.exited',
      process_key: started.process_key,
      executable_path: program,
      exit_code: null,
    });
    expect(exited.run_time_ms).toBeGreaterThanOrEqual(0);
  });

  test('sees an exec that changes neither pid nor name', async () => {
    const pid = await start('/bin/sh', ['-c', 'read _; exec sh -c "sleep 60; :"']);
    const first = await theEvent(pid, 1);
    children.at(-1)?.stdin?.write('\n');
    const second = await theEvent(pid, 2);
    expect([first.name, second.name]).toEqual(['sh', 'sh']);
    expect(second).toMatchObject({
      type: 'process.started',
      process_key: first.process_key,
      args: ['sh', '-c', 'sleep 60; :'],
    });
  });

  test('replaces secrets in arguments', async () => {
    const pid = await start('/bin/sh', ['-c', 'sleep 60; :', 'x', '--password=hunter2']);
    const { args } = await theEvent(pid, 1);
    expect(JSON.stringify(args)).not.toContain('hunter2');
  });

  test('as an unprivileged user tells what it may not read, and what would help', async () => {
    const script = fileURLToPath(new URL('../print-first-look.ts', import.meta.url));
    const asNobody = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const readable = spawnSync('test', ['-r', script, '-a', '-x', process.execPath], asNobody);
    if (readable.status !== 0) {
      console.log('not run: an unprivileged user may not read this checkout');
      return;
    }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@daemoneye/source', script],
      { cwd: '/', ...asNobody },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      tier: {
        tier: 'proc_scan',
        rank: 3,
        lossy: true,
        reason: expect.stringContaining('without CAP_SYS_PTRACE'),
        remedy: 'sudo npm start',
      },
      init: { pid: 1, user_id: 0, executable_path: null, cwd: null, file_exists: null },
      self: { executable_path: process.execPath, cwd: '/', file_exists: true },
    });
  });

  test('gives the bytes of a name and of paths that are not UTF-8, beside their text', async () => {
    const name =
      'd=$(printf "sleep\\377"); mkdir "$d"; cp /bin/sleep "$d/$d"; cd "$d"; exec "./$d" 60';
    const pid = await start('/bin/sh', ['-c', name]);
    await context.until(() => eventsOf(pid).some(({ raw }) => raw !== undefined));
    const { raw, ...event } = eventsOf(pid).find((found) => found.raw !== undefined) ?? {};
    const [odd, inside] = [Buffer.from('sleep\xff', 'latin1'), Buffer.from(`${directory}/`)];
    expect(event).toMatchObject({
      name: 'sleep\ufffd',
      executable_path: `${directory}/sleep\ufffd/sleep\ufffd`,
      cwd: `${directory}/sleep\ufffd`,
    });
    expect(raw).toEqual({
      name: Uint8Array.from(odd),
      executable_path: Uint8Array.from(Buffer.concat([inside, odd, Buffer.from('/'), odd])),
      cwd: Uint8Array.from(Buffer.concat([inside, odd])),
    });
  });
});
