import { Assembler } from '../bpf/assembler.ts';
import type { Register } from '../bpf/register.ts';
import { r0, r1, r10, r2, r3, r4, r6, r7, r8, r9 } from '../bpf/register.ts';
import {
  ARGUMENTS_CUT,
  ARGUMENTS_UNREADABLE,
  COMM_BYTES,
  droppedAt,
  MAX_ARGUMENT_BYTES,
  PATH_BYTES,
  PLAIN_RECORD_BYTES,
  producedAt,
  recordField,
  recordKind,
} from './record-layout.ts';
import type { TraceKind } from './record-layout.ts';
import type { TaskLayout } from './task-layout.ts';

/** Descriptors of the maps that the programs use. */
export interface TraceMaps {
  readonly ring: number;
  readonly counters: number;
  /** Room for one record of an exec on each CPU: it is larger than the stack. */
  readonly scratch: number;
}

/** Slots of the stack, below r10; the record of an exit or a fork lies beneath them. */
const KEY = -8;
const POINTER = -16;
const VALUE = -24;
const STACK_RECORD = -24 - PLAIN_RECORD_BYTES;
/** `signal_struct.flags`: the whole process was told to end; SIGNAL_GROUP_EXIT of include/linux/sched/signal.h. */
const SIGNAL_GROUP_EXIT = 0x4;

/**
 * Flags of the output, BPF_RB_NO_WAKEUP and BPF_RB_FORCE_WAKEUP: an exec wakes the reader, who reads of the process before it is gone;
 * forks and exits wait for the next one or for the reader's own time, which spares two of three wake-ups.
 */
const wakeUp: Readonly<Record<TraceKind, number>> = { exec: 2, exit: 1, fork: 1 };

/** r6 = address of the counters, one more produced; leaves when there are none. */
function countProduced(program: Assembler, counters: number, kind: TraceKind): void {
  program.lookupFirst(counters, KEY).jumpIf('equal', r0, 0, 'out').move(r6, r0);
  program.set(r1, 1).atomicAdd(r6, producedAt(kind), r1);
}

/** Fills the fields that all kinds have, of the task in r7, into the record in r8. Loses r9. */
function writeTask(program: Assembler, { task, cred, ...layout }: TaskLayout): void {
  program.call('bootTimeNs').store(8, r8, recordField.time, r0);
  program.call('currentCgroupId').store(8, r8, recordField.cgroup, r0);
  program.readKernel(r8, recordField.pid, 4, r7, task.tgid);
  program.readKernel(r8, recordField.start, 8, r7, task.startBoottime);
  program.readKernel(r8, recordField.execId, 8, r7, task.execId);
  program.readKernel(r10, POINTER, 8, r7, task.realParent).load(8, r9, r10, POINTER);
  program.readKernel(r8, recordField.parent, 4, r9, task.tgid);
  program.readKernel(r10, POINTER, 8, r7, task.cred).load(8, r9, r10, POINTER);
  program.readKernel(r8, recordField.euid, 4, r9, cred.euid);
  program.readKernel(r8, recordField.egid, 4, r9, cred.egid);
  program.readKernel(r8, recordField.comm, COMM_BYTES, r7, task.comm);
  if (task.loginuid === null) program.storeValue(4, r8, recordField.loginuid, -1);
  else program.readKernel(r8, recordField.loginuid, 4, r7, task.loginuid);
  program.readKernel(r10, POINTER, 8, r7, task.signal).load(8, r9, r10, POINTER);
  program.readKernel(r10, POINTER, 8, r9, layout.signal.session).load(8, r9, r10, POINTER);
  program.readKernel(r8, recordField.session, 4, r9, layout.pidNumber);
}

/** Hands over the record in r8, whose bytes are in r3; a full ring counts as dropped. */
function output(program: Assembler, ring: number, kind: TraceKind): Buffer {
  program.loadMap(r1, ring).move(r2, r8).set(r4, wakeUp[kind]).call('ringOutput');
  program.jumpIf('equal', r0, 0, 'out');
  program.set(r1, 1).atomicAdd(r6, droppedAt(kind), r1);
  return program.end('out').build();
}

/** r8 = a record of zeros on the stack. */
function stackRecord(program: Assembler, kind: TraceKind): void {
  program.move(r8, r10).add(r8, STACK_RECORD);
  for (let at = 0; at < PLAIN_RECORD_BYTES; at += 8) program.storeValue(8, r8, at, 0);
  program.storeValue(4, r8, recordField.kind, recordKind[kind]);
}

/** sched_process_fork(parent, child): tells new processes, not new threads. */
export function forkProgram(layout: TaskLayout, maps: TraceMaps): Buffer {
  const program = new Assembler().load(8, r7, r1, 8);
  program.readKernel(r10, VALUE, 4, r7, layout.task.pid);
  program.readKernel(r10, VALUE + 4, 4, r7, layout.task.tgid);
  program
    .load(4, r1, r10, VALUE)
    .load(4, r2, r10, VALUE + 4)
    .jumpIfRegistersDiffer(r1, r2, 'out');
  countProduced(program, maps.counters, 'fork');
  stackRecord(program, 'fork');
  writeTask(program, layout);
  program.set(r3, PLAIN_RECORD_BYTES);
  return output(program, maps.ring, 'fork');
}

/** Leaves unless the last thread of a process ends. r6 = context, r7 = task. */
function onlyLastThread(program: Assembler, layout: TaskLayout): void {
  if (layout.exitSaysGroupDead) {
    program.load(8, r9, r6, 8).and(r9, 0xff).jumpIf('equal', r9, 0, 'out');
    return;
  }
  program.readKernel(r10, POINTER, 8, r7, layout.task.signal).load(8, r9, r10, POINTER);
  program.readKernel(r10, VALUE, 4, r9, layout.signal.live).load(4, r9, r10, VALUE);
  program.jumpIf('notEqual', r9, 0, 'out');
}

/**
 * sched_process_exit(task, group_dead): tells the end of processes, with the status that wait(2) will give: that of the whole
 * process when it was told to end, else that of its first thread.
 */
export function exitProgram(layout: TaskLayout, maps: TraceMaps): Buffer {
  const { task, signal } = layout;
  const program = new Assembler().move(r6, r1).load(8, r7, r6, 0);
  onlyLastThread(program, layout);
  countProduced(program, maps.counters, 'exit');
  // The last thread need not be the first one, whose start and name are those of the process.
  program.readKernel(r10, POINTER, 8, r7, task.groupLeader).load(8, r7, r10, POINTER);
  stackRecord(program, 'exit');
  writeTask(program, layout);
  program.readKernel(r8, recordField.status, 4, r7, task.exitCode);
  program.readKernel(r10, POINTER, 8, r7, task.signal).load(8, r9, r10, POINTER);
  program.readKernel(r10, VALUE, 4, r9, signal.flags).load(4, r1, r10, VALUE);
  program.and(r1, SIGNAL_GROUP_EXIT).jumpIf('equal', r1, 0, 'status');
  program.readKernel(r8, recordField.status, 4, r9, signal.groupExitCode);
  program.label('status').set(r3, PLAIN_RECORD_BYTES);
  return output(program, maps.ring, 'exit');
}

/** Copies the arguments behind the record in r8; r9 = their bytes. The pages are there: the kernel has just written them. */
function writeArguments(program: Assembler, { task, mm }: TaskLayout): void {
  const at: Register = r8;
  program.readKernel(r10, POINTER, 8, r7, task.mm).load(8, r9, r10, POINTER);
  program.storeValue(8, at, recordField.stack, 0);
  program.readKernel(at, recordField.stack, 8, r9, mm.startStack);
  program.readKernel(r10, VALUE, 8, r9, mm.argStart);
  program.readKernel(r10, POINTER, 8, r9, mm.argEnd);
  program.load(8, r3, r10, VALUE).load(8, r9, r10, POINTER).subtract(r9, r3);
  // Without sign: the verifier accepts a length only after this.
  program.jumpIf('atMost', r9, MAX_ARGUMENT_BYTES, 'bounded');
  program.storeValue(4, at, recordField.flags, ARGUMENTS_CUT).set(r9, MAX_ARGUMENT_BYTES);
  program.label('bounded').move(r1, at).add(r1, recordField.arguments).move(r2, r9);
  program.call('readUser').jumpIf('equal', r0, 0, 'copied');
  program.storeValue(4, at, recordField.flags, ARGUMENTS_UNREADABLE).set(r9, 0);
  program.label('copied').store(4, at, recordField.argumentBytes, r9);
}

/** sched_process_exec(task, former pid, binprm): tells every exec that has succeeded, of whichever thread. */
export function execProgram(layout: TaskLayout, maps: TraceMaps): Buffer {
  const program = new Assembler().load(8, r7, r1, 0).load(8, r9, r1, 16);
  program.store(8, r10, VALUE, r9);
  countProduced(program, maps.counters, 'exec');
  program.lookupFirst(maps.scratch, KEY).jumpIf('equal', r0, 0, 'out').move(r8, r0);
  program.storeValue(4, r8, recordField.kind, recordKind.exec);
  program.storeValue(4, r8, recordField.flags, 0).storeValue(4, r8, recordField.status, 0);
  program.load(8, r9, r10, VALUE);
  program.readKernel(r10, VALUE, 8, r9, layout.binprm.interp).load(8, r3, r10, VALUE);
  program.storeValue(8, r8, recordField.path, 0);
  program.move(r1, r8).add(r1, recordField.path).set(r2, PATH_BYTES).call('readKernelText');
  writeTask(program, layout);
  writeArguments(program, layout);
  program.move(r3, r9).add(r3, recordField.arguments);
  return output(program, maps.ring, 'exec');
}
