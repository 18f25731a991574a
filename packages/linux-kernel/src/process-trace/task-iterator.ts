import { closeSync, readSync } from 'node:fs';

import { Assembler } from '../bpf/assembler.ts';
import type { BpfCalls, DescriptorStack } from '../bpf/bpf-calls.ts';
import { r0, r1, r10, r2, r3, r6, r7, r8, r9 } from '../bpf/register.ts';
import type { TaskLayout } from './task-layout.ts';

/** A thread as the kernel holds it at the moment. */
export interface TaskRecord {
  /** Of the thread. */
  readonly tid: number;
  /** Of its process. */
  readonly pid: number;
  /** Whether the process has a thread that runs: a zombie has none. */
  readonly isAlive: boolean;
  /** Start of the process, nanoseconds on CLOCK_BOOTTIME. */
  readonly startBoottime: bigint;
  /** CPU time of this thread, in nanoseconds. */
  readonly runtimeNs: number;
  /** CPU time of those threads of the process that have ended. */
  readonly runtimeOfDeadNs: number;
  /** When this was read, on CLOCK_BOOTTIME. */
  readonly boottime: bigint;
  /** Resident pages of the process; null for threads of the kernel, and where they cannot be read. */
  readonly pages: number | null;
  /** Grows with each exec of the process. */
  readonly execId: bigint;
}

export type OnTask = (task: TaskRecord) => void;

/** Reads all threads at once. */
export interface TaskIterator {
  /** Hands over every thread that the own pid namespace shows. Throws the error of the system call. */
  read(onTask: OnTask): void;
}

const field = {
  tid: 0,
  pid: 4,
  live: 8,
  hasPages: 12,
  start: 16,
  runtime: 24,
  runtimeOfDead: 32,
  time: 40,
  filePages: 48,
  anonymousPages: 56,
  sharedPages: 64,
  execId: 72,
} as const;
const RECORD_BYTES = 80;
const POINTER = -8;
const RECORD = POINTER - RECORD_BYTES;
/** `struct bpf_iter__task` has two pointers: what is common to iterators, and the task. */
const CONTEXT_TASK = 8;
const READ_BYTES = 262_144;
/** Places of file, anonymous and shared memory pages among the counters, include/linux/mm_types_task.h; 2 counts swapped ones. */
const pageKinds = [
  [0, field.filePages],
  [1, field.anonymousPages],
  [3, field.sharedPages],
] as const;

/** Second-level pointers are read by a helper: the verifier trusts the one of the task alone. */
function writePages(program: Assembler, { task, mm }: TaskLayout): void {
  if (mm.pages === null) return;
  program.load(8, r9, r7, task.mm).jumpIf('equal', r9, 0, 'no pages');
  for (const [place, at] of pageKinds)
    program.readKernel(r10, RECORD + at, 8, r9, mm.pages.first + place * mm.pages.stride);
  program.storeValue(4, r10, RECORD + field.hasPages, 1).label('no pages');
}

/** The program of the iterator: writes one record per thread. */
function taskProgram(layout: TaskLayout): Buffer {
  const { task, signal } = layout;
  const program = new Assembler().move(r6, r1).load(8, r7, r6, CONTEXT_TASK);
  // Without a task it is the end of the walk.
  program.jumpIf('equal', r7, 0, 'out').load(8, r8, r6, 0).load(8, r8, r8, 0);
  for (let at = 0; at < RECORD_BYTES; at += 8) program.storeValue(8, r10, RECORD + at, 0);
  const copy = (width: 4 | 8, from: number, to: number): Assembler =>
    program.load(width, r1, r7, from).store(width, r10, RECORD + to, r1);
  copy(4, task.pid, field.tid);
  copy(4, task.tgid, field.pid);
  copy(8, task.execRuntime, field.runtime);
  program.call('bootTimeNs').store(8, r10, RECORD + field.time, r0);
  program.load(8, r9, r7, task.groupLeader);
  program.readKernel(r10, RECORD + field.start, 8, r9, task.startBoottime);
  program.readKernel(r10, RECORD + field.execId, 8, r9, task.execId);
  program.load(8, r9, r7, task.signal);
  program.readKernel(r10, RECORD + field.runtimeOfDead, 8, r9, signal.runtimeOfDead);
  program.readKernel(r10, RECORD + field.live, 4, r9, signal.live);
  writePages(program, layout);
  program.move(r1, r8).move(r2, r10).add(r2, RECORD).set(r3, RECORD_BYTES).call('seqWrite');
  return program.end('out').build();
}

/** A number of 64 bits as far as it is exact, without a bigint in between. */
function numberAt(data: Buffer, at: number): number {
  return data.readInt32LE(at + 4) * 4_294_967_296 + data.readUInt32LE(at);
}

function pagesAt(data: Buffer, at: number): number | null {
  if (data.readUInt32LE(at + field.hasPages) === 0) return null;
  let pages = 0;
  // A counter that is summed up per CPU can be below zero for a moment.
  for (const [, place] of pageKinds) pages += Math.max(0, numberAt(data, at + place));
  return pages;
}

function recordAt(data: Buffer, at: number): TaskRecord {
  return {
    tid: data.readUInt32LE(at + field.tid),
    pid: data.readUInt32LE(at + field.pid),
    isAlive: data.readUInt32LE(at + field.live) > 0,
    startBoottime: data.readBigUInt64LE(at + field.start),
    runtimeNs: numberAt(data, at + field.runtime),
    runtimeOfDeadNs: numberAt(data, at + field.runtimeOfDead),
    boottime: data.readBigUInt64LE(at + field.time),
    pages: pagesAt(data, at),
    execId: data.readBigUInt64LE(at + field.execId),
  };
}

/** Loads the iterator; its descriptors go onto `open`. Throws `KernelRefusal`. */
export function openTaskIterator(
  bpf: BpfCalls,
  open: DescriptorStack,
  layout: TaskLayout,
): TaskIterator {
  const name = 'bpf_iter_task';
  const program = open.add(bpf.loadIterator(name, taskProgram(layout), layout.taskIterator));
  const link = open.add(bpf.linkIterator(program));
  const buffer = Buffer.alloc(READ_BYTES);
  return {
    read(onTask) {
      const descriptor = bpf.createIterator(link);
      try {
        for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
          for (let at = 0; at + RECORD_BYTES <= read; at += RECORD_BYTES)
            onTask(recordAt(buffer, at));
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
