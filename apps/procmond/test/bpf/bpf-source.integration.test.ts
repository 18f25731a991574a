import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect } from '@jest/globals';

import { testWithBpf } from './privilege.ts';
import { RunningTrace } from './running-trace.ts';

/** The file, or the path that was named when the process was gone before it was read. */
const shell = /^(?:\/usr)?\/bin\/(?:da)?sh$/;

const MEMFD_CREATE = process.arch === 'arm64' ? 279 : 319;
const PERL_MEMFD = `
  my $name = "hidden"; my $fd = syscall(${MEMFD_CREATE}, $name, 1); die "memfd: $!" if $fd < 0;
  open(my $in, "<", "/bin/sleep"); open(my $out, ">&=", $fd); binmode $in; binmode $out;
  my $code = do { local $/; readline($in) }; syswrite($out, $code);
  exec { "/proc/self/fd/$fd" } "sleeper", "0.3"; die "exec: $!"`;

describe('BpfSource', () => {
  let trace: RunningTrace;
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'scene-'));
  });
  afterEach(async () => {
    await trace.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  testWithBpf('tells an exec chain as one process with several programs', async () => {
    trace = await RunningTrace.start();
    const child = spawn('/bin/sh', ['-c', 'exec sh -c "exec sleep 0.1"']);
    const ended = await trace.ended(child.pid);
    const started = trace.of(child.pid, 'process.started');
    expect(started.map(({ args }) => args)).toEqual([
      ['/bin/sh', '-c', 'exec sh -c "exec sleep 0.1"'],
      ['sh', '-c', 'exec sleep 0.1'],
      ['sleep', '0.1'],
    ]);
    expect(new Set([...started, ended].map((event) => event.process_key)).size).toBe(1);
    expect(ended).toMatchObject({
      exit_code: 0,
      exit_signal: null,
      name: 'sleep',
      ppid: process.pid,
    });
    expect(ended.run_time_ms).toBeGreaterThanOrEqual(100);
    expect(ended.source_tier).toBe('bpf');
  });

  testWithBpf(
    'tells codes and signals, and who started whom after the parent has gone',
    async () => {
      trace = await RunningTrace.start();
      const mark = join(directory, 'mark');
      // The middle shell ends at once; the last process lives on under another parent.
      const script = `(sh -c 'echo $$ > ${mark}; exec sleep 0.3' & ) ; exit 7`;
      const child = spawn('/bin/sh', ['-c', script]);
      expect(await trace.ended(child.pid)).toMatchObject({ exit_code: 7, exit_signal: null });
      const orphan = await trace.first(
        ({ args, type }) => type === 'process.exited' && args?.[1] === '0.3',
      );
      expect(orphan.pid).toBe(Number(readFileSync(mark, 'utf8')));
      expect(orphan.ancestors?.slice(0, 2)).toEqual([
        expect.stringMatching(shell),
        expect.stringMatching(shell),
      ]);
      expect(orphan.ancestors?.[2]).toBe(process.execPath);
      expect(orphan.ppid).not.toBe(1);
      const killed = spawn('sleep', ['60']);
      await trace.first(({ pid, type }) => pid === killed.pid && type === 'process.started');
      killed.kill('SIGTERM');
      expect(await trace.ended(killed.pid)).toMatchObject({ exit_code: null, exit_signal: 15 });
    },
  );

  testWithBpf('tells the user of a process, also after setuid, as it is', async () => {
    trace = await RunningTrace.start();
    const child = spawn('/bin/sleep', ['0.3'], { uid: 65_534, gid: 65_534, cwd: '/' });
    expect(await trace.ended(child.pid)).toMatchObject({
      user_id: 65_534,
      user_name: 'nobody',
      group_id: 65_534,
      cwd: '/',
    });
    const become = spawn('perl', ['-e', '$> = 65534; select(undef, undef, undef, 0.1)']);
    const ended = await trace.ended(become.pid);
    expect(ended).toMatchObject({ user_id: 65_534, user_name: 'nobody' });
  });

  testWithBpf('tells a program that has no file, and one whose file is deleted', async () => {
    trace = await RunningTrace.start();
    const hidden = spawn('perl', ['-e', PERL_MEMFD]);
    await trace.ended(hidden.pid);
    expect(trace.of(hidden.pid, 'process.started').at(-1)).toMatchObject({
      args: ['sleeper', '0.3'],
      is_memfd: true,
      file_exists: false,
      executable_path: '/memfd:hidden',
    });
    expect(trace.of(hidden.pid, 'process.suspicious').at(-1)?.suspicion).toBe('memfd');
    const program = join(directory, 'gone');
    copyFileSync('/bin/sh', program);
    const child = spawn(program, ['-c', `rm ${program}; exec ${process.execPath} -e 0`]);
    await trace.ended(child.pid);
    expect(trace.of(child.pid, 'process.started').map((event) => event.executable_path)).toEqual([
      program,
      process.execPath,
    ]);
  });

  testWithBpf('tells arguments as they are: none, empty, odd bytes, more than fit', async () => {
    trace = await RunningTrace.start();
    const none = spawn('perl', ['-e', 'exec { "/bin/true" } ""']);
    const odd = spawn('/bin/sh', ['-c', `/bin/true a '' "$(printf 'b\\377c')" '' '\nx y' ; :`]);
    const long = 'x'.repeat(65_536);
    const many = spawn('/bin/true', [long]);
    await Promise.all([none.pid, odd.pid, many.pid].map((pid) => trace.ended(pid)));
    expect(trace.of(none.pid, 'process.started').at(-1)?.args).toEqual(['']);
    const event = await trace.first(({ args }) => args?.[0] === '/bin/true' && args[1] === 'a');
    expect(event.args).toEqual(['/bin/true', 'a', '', 'b\uFFFDc', '', '\nx y']);
    const cut = trace.of(many.pid, 'process.started').at(-1)?.args?.[1] ?? '';
    expect(cut).toBe(`${'x'.repeat(4_096 - '/bin/true'.length - 1)}…`);
  });

  testWithBpf(
    'knows an exec by a thread, and a process that outlives its first thread',
    async () => {
      trace = await RunningTrace.start();
      const program = join(directory, 'thread.py');
      const python = spawnSync('python3', ['-c', 'print(1)']);
      if (python.status !== 0) {
        console.log('not run: there is no python3');
        return;
      }
      writeFileSync(
        program,
        'import os, threading, time\n' +
          't = threading.Thread(target=lambda: os.execv("/bin/sleep", ["from-thread", "0.1"]))\n' +
          't.start()\ntime.sleep(60)\n',
      );
      const child = spawn('python3', [program]);
      const ended = await trace.ended(child.pid);
      expect(ended).toMatchObject({ args: ['from-thread', '0.1'], exit_code: 0, pid: child.pid });
      expect(trace.of(child.pid, 'process.exited').length).toBe(1);
    },
  );

  testWithBpf('tells two processes of one pid apart', async () => {
    trace = await RunningTrace.start();
    const first = spawnSync('/bin/true', ['first']);
    // Start times are told in ticks of 10 ms: within one tick nothing tells the two apart.
    const script = `
      select(undef, undef, undef, 0.03);
      for (1..200) {
        open(my $f, ">", "/proc/sys/kernel/ns_last_pid") or exit 3; print $f ${first.pid - 1}; close $f;
        my $p = fork; if (!$p) { exec "/bin/true", "second" } waitpid($p, 0); exit 0 if $p == ${first.pid};
      } exit 1`;
    const { status } = spawnSync('perl', ['-e', script]);
    expect(status).toBe(0);
    await trace.context.until(() => trace.of(first.pid, 'process.exited').length >= 2);
    const started = trace.of(first.pid, 'process.started');
    expect(started.map(({ args }) => args?.[1])).toEqual(['first', 'second']);
    expect(new Set(started.map((event) => event.process_key)).size).toBe(2);
    expect(trace.of(first.pid, 'process.suspicious').map(({ suspicion }) => suspicion)).toEqual([
      'pid_reused',
    ]);
  });

  testWithBpf('tells use of processor and memory with each snapshot', async () => {
    trace = await RunningTrace.start({ snapshotIntervalMs: 1_000 });
    const busy = spawn('/bin/sh', ['-c', 'while :; do :; done']);
    const snapshots = () => trace.of(busy.pid, 'process.snapshot');
    await trace.context.until(() => snapshots().length >= 2);
    const rss = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(process.pid)])) * 1_024;
    busy.kill('SIGKILL');
    const own = trace.of(process.pid, 'process.snapshot').at(-1);
    expect(Math.abs((own?.memory_usage ?? 0) / rss - 1)).toBeLessThan(0.1);
    const ticks = snapshots()[1]?.cpu_usage ?? 0;
    expect(ticks).toBeGreaterThan(5);
    expect(ticks).toBeLessThanOrEqual(101);
  });

  testWithBpf('has the same keys as /proc, and the parents of what ran before', async () => {
    const before = spawn('/bin/sleep', ['60']);
    trace = await RunningTrace.start();
    const snapshot = await trace.first(
      ({ pid, type }) => pid === before.pid && type === 'process.snapshot',
    );
    before.kill();
    const ended = await trace.ended(before.pid);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    expect(snapshot.process_key?.startsWith(`${boot}-${before.pid}-`)).toBe(true);
    expect([ended.process_key, ended.ppid, ended.exit_signal]).toEqual([
      snapshot.process_key,
      process.pid,
      15,
    ]);
    expect(ended.parent_executable_path).toBe(process.execPath);
  });

  testWithBpf(
    'tells what the ring had no room for, and sets right what that left wrong',
    async () => {
      trace = await RunningTrace.start({ ringBytes: 65_536 });
      const kept = spawn('/bin/sleep', ['60']);
      await trace.first(({ pid, type }) => pid === kept.pid && type === 'process.started');
      const script =
        'i=0; while [ $i -lt 400 ]; do /bin/true; i=$((i+1)); done; ' +
        `kill -9 ${kept.pid}; sleep 61 >/dev/null 2>&1 & echo $!`;
      // Blocks this thread, and so the reader, until the storm is over.
      const late = Number(spawnSync('/bin/sh', ['-c', script]).stdout.toString());
      await trace.context.until(() => trace.context.losses.length > 0);
      expect(trace.context.losses[0]).toMatchObject({
        reason: 'kernel_overflow',
        lowerBound: false,
      });
      const ended = await trace.ended(kept.pid);
      expect(ended).toMatchObject({ exit_code: null, exit_signal: null });
      const started = await trace.first(
        ({ pid, type }) => pid === late && type === 'process.started',
      );
      expect(started.args).toEqual(['sleep', '61']);
      process.kill(late, 'SIGKILL');
      expect((await trace.ended(late)).exit_signal).toBe(9);
    },
  );

  testWithBpf('finds a process whose interpreter is named by a script', async () => {
    trace = await RunningTrace.start();
    const program = join(directory, 'script');
    writeFileSync(program, '#!/bin/sh\nexit 5\n');
    chmodSync(program, 0o755);
    const child = spawn(program, ['one']);
    expect(await trace.ended(child.pid)).toMatchObject({
      args: ['/bin/sh', program, 'one'],
      name: 'script',
      exit_code: 5,
    });
  });
});
