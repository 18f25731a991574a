import { release } from 'node:os';

import type { Btf } from '../btf/btf.ts';
import { btfKind } from '../btf/btf-kind.ts';
import {
  functionId,
  memberAt,
  offsetOf,
  optionalOffsetOf,
  tracepointArguments,
} from '../btf/kernel-layout.ts';

/** Where the counters of pages of a process lie: `first` of them, `stride` bytes apart. */
export interface PageCounters {
  readonly first: number;
  readonly stride: number;
}

/** Offsets of what the programs read, in bytes, from the types of the running kernel. Null: this kernel has no such member. */
export interface TaskLayout {
  readonly task: {
    readonly pid: number;
    readonly tgid: number;
    readonly realParent: number;
    readonly groupLeader: number;
    readonly mm: number;
    readonly signal: number;
    readonly cred: number;
    readonly comm: number;
    readonly exitCode: number;
    readonly startBoottime: number;
    readonly execRuntime: number;
    readonly execId: number;
    readonly loginuid: number | null;
  };
  readonly cred: { readonly euid: number; readonly egid: number };
  readonly signal: {
    readonly flags: number;
    readonly live: number;
    readonly groupExitCode: number;
    readonly runtimeOfDead: number;
    /** Address of the `struct pid` of the session. */
    readonly session: number;
  };
  /** Number of a `struct pid` in the first pid namespace. */
  readonly pidNumber: number;
  readonly mm: {
    readonly argStart: number;
    readonly argEnd: number;
    readonly startStack: number;
    /** Null when the counters are of a type that is not known: memory use then is not told. */
    readonly pages: PageCounters | null;
  };
  readonly binprm: { readonly interp: number };
  /** Whether the tracepoint of exits says that the last thread of its process ends. */
  readonly exitSaysGroupDead: boolean;
  /** Id of the function behind the iterator of tasks. */
  readonly taskIterator: number;
}

/** Place of the session among `signal_struct.pids`, `enum pid_type` of include/linux/pid_types.h. */
const PIDTYPE_SID = 3;
const POINTER_BYTES = 8;

/** `rss_stat` is `struct percpu_counter[]` since 6.2, and `struct mm_rss_stat { atomic_long_t count[]; }` before. */
function pageCounters(btf: Btf): PageCounters | null {
  const rss = memberAt(btf, 'mm_struct', 'rss_stat');
  const first = optionalOffsetOf(btf, 'mm_struct', 'rss_stat.count');
  if (first === null) return null;
  if (btf.kind(rss.type) === btfKind.array)
    return { first, stride: btf.size(btf.element(rss.type)) };
  const count = memberAt(btf, 'mm_struct', 'rss_stat.count').type;
  if (btf.kind(count) !== btfKind.array) return null;
  return { first, stride: btf.size(btf.element(count)) };
}

/** Reads the layout from BTF. Throws `KernelRefusal` with `BTF_MISSING` when the kernel lacks what no program can do without. */
export function resolveTaskLayout(btf: Btf): TaskLayout {
  const task = (member: string): number => offsetOf(btf, 'task_struct', member);
  const signal = (member: string): number => offsetOf(btf, 'signal_struct', member);
  return {
    task: {
      pid: task('pid'),
      tgid: task('tgid'),
      realParent: task('real_parent'),
      groupLeader: task('group_leader'),
      mm: task('mm'),
      signal: task('signal'),
      cred: task('cred'),
      comm: task('comm'),
      exitCode: task('exit_code'),
      startBoottime: task('start_boottime'),
      execRuntime: task('se.sum_exec_runtime'),
      execId: task('self_exec_id'),
      loginuid: optionalOffsetOf(btf, 'task_struct', 'loginuid'),
    },
    cred: { euid: offsetOf(btf, 'cred', 'euid'), egid: offsetOf(btf, 'cred', 'egid') },
    signal: {
      flags: signal('flags'),
      live: signal('live'),
      groupExitCode: signal('group_exit_code'),
      runtimeOfDead: signal('sum_sched_runtime'),
      session: signal('pids') + PIDTYPE_SID * POINTER_BYTES,
    },
    pidNumber: offsetOf(btf, 'pid', 'numbers.nr'),
    mm: {
      argStart: offsetOf(btf, 'mm_struct', 'arg_start'),
      argEnd: offsetOf(btf, 'mm_struct', 'arg_end'),
      startStack: offsetOf(btf, 'mm_struct', 'start_stack'),
      pages: pageCounters(btf),
    },
    binprm: { interp: offsetOf(btf, 'linux_binprm', 'interp') },
    exitSaysGroupDead: tracepointArguments(btf, 'sched_process_exit') === 2,
    taskIterator: functionId(btf, 'bpf_iter_task'),
  };
}

const known = new Map<string, TaskLayout>();

/** The layout of the running kernel: resolved at the first call, which calls `readTypes`, and kept for this process. */
export function layoutOfKernel(readTypes: () => Btf): TaskLayout {
  const kernel = release();
  const former = known.get(kernel);
  if (former !== undefined) return former;
  const layout = resolveTaskLayout(readTypes());
  known.set(kernel, layout);
  return layout;
}
