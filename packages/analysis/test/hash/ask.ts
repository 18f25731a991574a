import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

import type { AnalysisRequest, ProcessRef } from '@daemoneye/collector-core';
import { parseStat, readBootId, ticksToNs } from '@daemoneye/linux-kernel';
import { processIdentity } from '@daemoneye/process-table';

/** A request for the target that is given. */
export function ask(process: ProcessRef | null, path: string | null): AnalysisRequest {
  return {
    task: 'task-1',
    attempt: 1,
    analysis: 'binary_hash',
    host: 'test_00000000',
    collector: 'procmond',
    target: { event: null, process, path },
    parameters: {},
    timeout_ms: 10_000,
    requested_by: 'test',
    requested_time: 0n,
    correlation: { id: 'c', root: 'c', parent: null, stage: null, traceparent: null, tags: [] },
  };
}

/** The reference of a running process, read from /proc. */
export function refOf(pid: number): ProcessRef {
  const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
  if (stat === null) throw new Error(`no stat of ${pid}`);
  return processIdentity(readBootId('/proc'), pid, ticksToNs(stat.startTicks));
}

/** What sha256sum(1) says of a file. */
export function sha256sum(path: string): string {
  const { stdout } = spawnSync('sha256sum', ['--zero', path], { encoding: 'utf8' });
  return stdout.slice(0, 64);
}

/** Starts a program that runs until `end`. */
export async function run(program: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(program, ['30'], { stdio: 'ignore' });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return child as ChildProcess & { readonly pid: number };
}

/** Kills a child and waits until its pid is free. */
export async function end(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

/** Descriptors of this process that lead below `directory`; the test runner opens and closes others meanwhile. */
export function openDescriptors(directory: string): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      return false;
    }
  }).length;
}
