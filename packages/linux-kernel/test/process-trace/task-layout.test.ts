import { describe, expect, test } from '@jest/globals';

import { Btf } from '../../src/btf/btf.ts';
import { resolveTaskLayout } from '../../src/process-trace/task-layout.ts';
import { writeBtf } from '../btf/btf-builder.ts';

type Types = Parameters<typeof writeBtf>[0];

const [INT, POINTER, LONGS, PIDS] = [1, 2, 3, 4];

/** Members of 8 bytes each, one after the other; a name with a type has that one. */
function struct(name: string, ...members: readonly (string | readonly [string, number])[]) {
  const words = members.flatMap((member, index) => {
    const [given, type] = typeof member === 'string' ? [member, INT] : member;
    return [given, type, index * 64];
  });
  return { name, kind: 4, entries: members.length, last: members.length * 8, words };
}

/** The types of a kernel of which `rss` is the type of `rss_stat`, and `parameters` those of the tracepoint of exits. */
function kernel(rss: number, parameters: readonly number[]): Types {
  return [
    { name: 'long', kind: 1, last: 8, words: [64] },
    { name: '', kind: 2, last: 1 },
    { name: '', kind: 3, last: 0, words: [INT, INT, 4] },
    { name: '', kind: 3, last: 0, words: [POINTER, INT, 4] },
    struct('percpu_counter', 'lock', 'count', 'list', 'counters', 'more'),
    { name: '', kind: 3, last: 0, words: [5, INT, 4] },
    struct('mm_rss_stat', ['count', LONGS]),
    struct('sched_entity', 'load', 'sum_exec_runtime'),
    struct(
      'task_struct',
      'flags',
      'pid',
      'tgid',
      'real_parent',
      'group_leader',
      'mm',
      'signal',
      'cred',
      'comm',
      'exit_code',
      'start_boottime',
      ['se', 8],
      'ignored',
      'self_exec_id',
    ),
    struct('cred', 'uid', 'euid', 'egid'),
    struct('signal_struct', 'live', 'flags', 'group_exit_code', 'sum_sched_runtime', [
      'pids',
      PIDS,
    ]),
    struct('upid', 'nr', 'ns'),
    { name: '', kind: 3, last: 0, words: [12, INT, 1] },
    struct('pid', 'count', ['numbers', 13]),
    struct('mm_struct', 'arg_start', 'arg_end', 'start_stack', ['rss_stat', rss]),
    struct('linux_binprm', 'filename', 'interp'),
    { name: 'bpf_iter_task', kind: 12, last: 18 },
    {
      name: '',
      kind: 13,
      entries: parameters.length,
      last: 0,
      words: parameters.flatMap((type) => ['', type]),
    },
    { name: '', kind: 2, last: 18 },
    { name: 'btf_trace_sched_process_exit', kind: 8, last: 19 },
  ];
}

describe('resolveTaskLayout', () => {
  test('reads a kernel that counts pages per CPU and says that a group is dead', () => {
    const layout = resolveTaskLayout(new Btf(writeBtf(kernel(6, [POINTER, POINTER, INT]))));
    expect(layout).toMatchObject({
      exitSaysGroupDead: true,
      pidNumber: 8,
      taskIterator: 17,
      task: { pid: 8, execRuntime: 96, loginuid: null },
      signal: { session: 32 + 3 * 8 },
      mm: { pages: { first: 24 + 8, stride: 40 } },
    });
  });

  test('reads a kernel that counts pages in one place and does not say it', () => {
    const layout = resolveTaskLayout(new Btf(writeBtf(kernel(7, [POINTER, POINTER]))));
    expect(layout.exitSaysGroupDead).toBe(false);
    expect(layout.mm.pages).toEqual({ first: 24, stride: 8 });
  });

  test('tells no memory use where the counters are of another kind', () => {
    const layout = resolveTaskLayout(new Btf(writeBtf(kernel(INT, []))));
    expect([layout.exitSaysGroupDead, layout.mm.pages]).toEqual([false, null]);
  });
});
