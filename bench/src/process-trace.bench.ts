import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { KernelRefusal, openProcessTrace } from '@daemoneye/linux-kernel';

import type { Row } from './benchmark.ts';

export const name = 'process trace';

const processes = 20_000;
const mark = 'bench-storm';
const storm = `i=0; while [ $i -lt ${processes} ]; do /bin/true ${mark} $i; i=$((i+1)); done`;
/** Smaller than what the storm writes: some of it is dropped while nobody reads. */
const smallRing = 262_144;
const blockedProcesses = 4_000;

/** CPU time of a process so far in microseconds, in steps of 10 ms. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

interface Seen {
  /** Share of the storm, with its arguments, in per cent. */
  readonly share: number;
  readonly cpuPerExec: number;
}

async function ours(beside: number): Promise<Seen> {
  const trace = openProcessTrace();
  const busy = Array.from({ length: beside }, () =>
    spawn('/bin/sh', ['-c', 'while :; do :; done']),
  );
  let [seen, execs] = [0, 0];
  const ended = new AbortController();
  try {
    const before = process.cpuUsage();
    const child = spawn('/bin/sh', ['-c', storm], { stdio: 'ignore' });
    void once(child, 'exit').then(() => ended.abort());
    do {
      await trace.readable(50, ended.signal);
      trace.consume((record) => {
        if (record.kind !== 'exec') return;
        execs += 1;
        if (record.args?.[1] === mark) seen += 1;
      }, 100_000);
    } while (!ended.signal.aborted);
    const { user, system } = process.cpuUsage(before);
    return { share: (100 * seen) / processes, cpuPerExec: (user + system) / execs };
  } finally {
    for (const child of busy) child.kill('SIGKILL');
    trace.close();
  }
}

/** A tracer of others that prints a line per exec; null when it is not installed or does not run here. */
async function theirs(
  command: string,
  args: readonly string[],
  startMs: number,
): Promise<Seen | null> {
  if (spawnSync('which', [command]).status !== 0) return null;
  const tracer = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let seen = 0;
  let rest = '';
  tracer.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.includes(`/bin/true ${mark}`)) seen += 1;
  });
  try {
    await sleep(startMs);
    // bpftrace needs tracefs, and ends at once without it.
    if (tracer.exitCode !== null) return null;
    const pid = tracer.pid ?? 0;
    const before = cpuOf(pid);
    const child = spawn('/bin/sh', ['-c', storm], { stdio: 'ignore' });
    await once(child, 'exit');
    await sleep(500);
    return { share: (100 * seen) / processes, cpuPerExec: (cpuOf(pid) - before) / processes };
  } finally {
    tracer.kill('SIGKILL');
  }
}

const bpftraceProgram = 'tracepoint:syscalls:sys_enter_execve { join(args->argv); }';

/** What the counters of the kernel leave unexplained after nobody has read for the length of a storm: 0 is right. */
function unexplained(): { readonly records: number; readonly dropped: number } {
  const trace = openProcessTrace({ ringBytes: smallRing });
  try {
    const read = { exec: 0, exit: 0, fork: 0 };
    const consume = (): number => trace.consume(({ kind }) => (read[kind] += 1), 1_000_000);
    const since = performance.now();
    spawnSync('/bin/sh', ['-c', storm.replace(String(processes), String(blockedProcesses))]);
    while (performance.now() - since < 3_000);
    let counts = trace.counts();
    do {
      consume();
      counts = trace.counts();
    } while (consume() > 0);
    let [records, dropped] = [0, 0];
    for (const kind of ['exec', 'exit', 'fork'] as const) {
      records += Math.abs(counts[kind].produced - read[kind] - counts[kind].dropped);
      dropped += counts[kind].dropped;
    }
    return { records, dropped };
  } finally {
    trace.close();
  }
}

function rowsOf(what: string, seen: Seen, peers: readonly [string, Seen | null][]): readonly Row[] {
  const share = { what: `${what}: named`, value: seen.share, unit: '%', better: 'more' } as const;
  const cpu = {
    what: `${what}: CPU`,
    value: seen.cpuPerExec,
    unit: 'µs/exec',
    better: 'less',
  } as const;
  const rows = peers.flatMap(([peer, theirSeen]): readonly Row[] => {
    if (theirSeen === null) return [];
    return [
      { ...share, peer: { name: peer, value: theirSeen.share } },
      { ...cpu, peer: { name: peer, value: theirSeen.cpuPerExec } },
    ];
  });
  return rows.length === 0 ? [share, cpu] : rows;
}

/** No rows where BPF may not be used. */
export async function run(): Promise<readonly Row[]> {
  try {
    openProcessTrace().close();
  } catch (error) {
    if (!(error instanceof KernelRefusal)) throw error;
    console.log(`${name}: not measured: ${error.step}: ${error.code}`);
    return [];
  }
  const alone = await ours(0);
  const beside = await ours(2);
  const bpftrace = await theirs('bpftrace', ['-e', bpftraceProgram], 5_000);
  const forkstat = await theirs('forkstat', ['-e', 'exec', '-x'], 1_000);
  const { records, dropped } = unexplained();
  return [
    ...rowsOf(`${processes} alone`, alone, [
      ['bpftrace', bpftrace],
      ['forkstat', forkstat],
    ]),
    ...rowsOf(`${processes} beside two busy loops`, beside, []),
    { what: `unexplained of ${dropped} dropped`, value: records, unit: 'records', better: 'less' },
  ];
}
