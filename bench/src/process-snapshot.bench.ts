import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { KernelRefusal, openProcessTrace } from '@daemoneye/linux-kernel';
import type { ProcessTrace } from '@daemoneye/linux-kernel';
import psList from 'ps-list';

import type { Row } from './benchmark.ts';
import { median } from './median.ts';

export const name = 'process snapshot';

const rounds = 15;
/** ps-list starts a program and reads much of it: fewer rounds do. */
const psRounds = 3;

/** Starts so many idle processes in a group of their own. */
async function startIdle(count: number): Promise<ChildProcess> {
  const loop = `i=0; while [ $i -lt ${count} ]; do sleep 600 & i=$((i+1)); done; echo up; wait`;
  const shell = spawn('/bin/sh', ['-c', loop], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(shell.stdout, 'data');
  return shell;
}

async function endGroup(leader: ChildProcess): Promise<void> {
  const ended = once(leader, 'exit');
  if (leader.pid !== undefined) process.kill(-leader.pid, 'SIGKILL');
  await ended;
}

/** Processes that the walk finds, and median milliseconds of one. */
function walk(trace: ProcessTrace): { readonly processes: number; readonly ms: number } {
  const times: number[] = [];
  let processes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const seen = new Set<number>();
    const since = performance.now();
    trace.tasks(({ pid }) => seen.add(pid));
    times.push(performance.now() - since);
    processes = seen.size;
  }
  return { processes, ms: median(times) };
}

async function psListMs(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < psRounds; round += 1) {
    const since = performance.now();
    await psList();
    times.push(performance.now() - since);
  }
  return median(times);
}

async function rowAt(trace: ProcessTrace, count: number): Promise<Row> {
  const idle = await startIdle(count);
  try {
    const { processes, ms } = walk(trace);
    const peer = { name: 'ps-list', value: (await psListMs()) * 1_000 };
    const what = `${count} idle processes (${processes} in all)`;
    return { what, value: ms * 1_000, unit: 'µs', better: 'less', peer };
  } finally {
    await endGroup(idle);
  }
}

/** No rows where BPF may not be used. */
export async function run(): Promise<readonly Row[]> {
  let trace: ProcessTrace;
  try {
    trace = openProcessTrace();
  } catch (error) {
    if (!(error instanceof KernelRefusal)) throw error;
    console.log(`${name}: not measured: ${error.step}: ${error.code}`);
    return [];
  }
  try {
    return [await rowAt(trace, 200), await rowAt(trace, 2_000)];
  } finally {
    trace.close();
  }
}
