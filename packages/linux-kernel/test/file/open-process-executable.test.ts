import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';

import { openProcessExecutable } from '../../src/file/open-process-executable.ts';
import { readUptime, ticksToNs } from '../../src/proc/boot.ts';
import { parseStat } from '../../src/proc/stat.ts';
import { openDescriptors } from './open-descriptors.ts';

const directory = mkdtempSync(join(tmpdir(), 'open-process-'));
const children: ChildProcess[] = [];

async function run(program: string): Promise<number> {
  const child = spawn(program, ['30'], { stdio: 'ignore' });
  children.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return child.pid ?? 0;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

function startOf(pid: number): bigint {
  const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
  if (stat === null) throw new Error('no stat');
  return ticksToNs(stat.startTicks);
}

function copySleep(name: string): string {
  const program = join(directory, name);
  copyFileSync('/bin/sleep', program);
  return program;
}

afterEach(async () => {
  await Promise.all(children.splice(0).map(end));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Descriptors of the programs of this test and of the process' directory in /proc. */
function heldOf(pid: number): number {
  return openDescriptors(directory) + openDescriptors(`/proc/${pid}`);
}

async function summary(pid: number, startBoottime: bigint, procRoot?: string): Promise<unknown> {
  const opened = await openProcessExecutable({ pid, startBoottime }, procRoot);
  if (!opened.ok) return opened.refusal;
  await opened.close();
  const { path, exists, replaced } = opened;
  return { path, exists, replaced };
}

describe('openProcessExecutable', () => {
  test('opens what a process runs and leaves no descriptor open', async () => {
    const program = copySleep('plain');
    const pid = await run(program);
    const before = heldOf(pid);

    expect(await summary(pid, startOf(pid))).toEqual({
      path: program,
      exists: true,
      replaced: false,
    });
    expect(await summary(pid, startOf(pid) + 9_999_999n)).toMatchObject({ path: program });
    expect(heldOf(pid)).toBe(before);
  });

  test('says that the path is gone, and that another file took it', async () => {
    const program = copySleep('moved');
    const pid = await run(program);
    unlinkSync(program);

    expect(await summary(pid, startOf(pid))).toEqual({
      path: program,
      exists: false,
      replaced: false,
    });
    writeFileSync(program, 'another');
    expect(await summary(pid, startOf(pid))).toEqual({
      path: program,
      exists: false,
      replaced: true,
    });
  });

  test('calls a process gone that started at another time, ended, or cannot be', async () => {
    const pid = await run('/bin/sleep');
    const start = startOf(pid);
    const before = heldOf(pid);

    expect(await summary(pid, start + 10_000_000n)).toBe('process_gone');
    expect(await summary(pid, start - 1n)).toBe('process_gone');
    for (const impossible of [0, -1, 1.5, Number.NaN, 4_194_305])
      // oxlint-disable-next-line no-await-in-loop
      expect(await summary(impossible, start)).toBe('process_gone');
    await Promise.all(children.splice(0).map(end));
    expect(await summary(pid, start)).toBe('process_gone');
    expect(heldOf(pid)).toBe(before);
  });

  test('works through another mount of procfs, without a pidfd', async () => {
    const pid = await run('/bin/sleep');

    expect(await summary(pid, startOf(pid), '/proc/')).toMatchObject({ exists: true });
  });

  test('never opens the file of a successor with the same pid', async () => {
    const counter = '/proc/sys/kernel/ns_last_pid';
    try {
      accessSync(counter, constants.W_OK);
      writeFileSync(counter, readFileSync(counter));
    } catch {
      console.log('not run: ns_last_pid cannot be written, so no pid can be forced');
      return;
    }
    const pid = await run('/bin/sleep');
    const start = startOf(pid);
    await Promise.all(children.splice(0).map(end));
    // A start is known to the tick of 10 ms: the successor has to begin in a later one.
    while (ticksToNs(1) > (readUptime('/proc') ?? 0n) - start) spawnSync('true');
    let successor = 0;
    // Another program of the machine may take the number first.
    for (let attempt = 0; attempt < 200 && successor !== pid; attempt++) {
      writeFileSync(counter, String(pid - 1));
      // oxlint-disable-next-line no-await-in-loop
      successor = await run(copySleep(`successor-${attempt}`));
      // oxlint-disable-next-line no-await-in-loop
      if (successor !== pid) await Promise.all(children.splice(0).map(end));
    }

    expect(successor).toBe(pid);
    expect(startOf(pid)).not.toBe(start);
    expect(await summary(pid, start)).toBe('process_gone');
    expect(await summary(pid, startOf(pid))).toMatchObject({ replaced: false });
  });
});
