import { spawnSync } from 'node:child_process';

import { describe, expect } from '@jest/globals';

import { BpfCalls, DescriptorStack } from '../../src/bpf/bpf-calls.ts';
import { mapRing } from '../../src/bpf/ring-buffer.ts';
import { KERNEL_BTF, readKernelBtf } from '../../src/btf/read-kernel-btf.ts';
import { loadLibc } from '../../src/ffi/libc.ts';
import { KernelRefusal } from '../../src/platform/kernel-refusal.ts';
import { COUNTERS_BYTES } from '../../src/process-trace/record-layout.ts';
import { resolveTaskLayout } from '../../src/process-trace/task-layout.ts';
import { readTraceRecord } from '../../src/process-trace/trace-record.ts';
import type { ExitRecord } from '../../src/process-trace/trace-record.ts';
import { exitProgram } from '../../src/process-trace/trace-programs.ts';
import { testWithBpf } from './privilege.ts';

const PAGE = 4_096;

function calls(): { readonly bpf: BpfCalls; readonly open: DescriptorStack } {
  const load = loadLibc();
  if (load.kind !== 'loaded') throw new Error(load.reason);
  return { bpf: new BpfCalls(load.libc), open: new DescriptorStack() };
}

/** Ends that a program sees which does not rely on the second argument of the tracepoint, while `run` runs. */
function exitsByLiveThreads(run: () => void): readonly ExitRecord[] {
  const load = loadLibc();
  if (load.kind !== 'loaded') throw new Error(load.reason);
  const { bpf, open } = calls();
  const ringBytes = 64 * PAGE;
  const maps = {
    ring: open.add(bpf.createMap({ type: 'ring', name: 'r', valueBytes: 0, entries: ringBytes })),
    counters: open.add(
      bpf.createMap({ type: 'array', name: 'c', valueBytes: COUNTERS_BYTES, entries: 1 }),
    ),
    scratch: 0,
  };
  const layout = { ...resolveTaskLayout(readKernelBtf(KERNEL_BTF)), exitSaysGroupDead: false };
  const mapped = mapRing(load.libc, maps.ring, ringBytes, PAGE);
  const exits: ExitRecord[] = [];
  try {
    const program = open.add(bpf.loadRawTracepoint('exit', exitProgram(layout, maps)));
    open.add(bpf.attachRawTracepoint('sched_process_exit', program));
    run();
    mapped.ring.consume((data, offset) => {
      const record = readTraceRecord(data, offset);
      if (record.kind === 'exit') exits.push(record);
    }, 10_000);
    return exits;
  } finally {
    open.close();
    mapped.close();
    bpf.close();
  }
}

describe('exitProgram', () => {
  testWithBpf('tells the last thread where the tracepoint does not say it', () => {
    let pid = 0;
    const script = 'new Worker("0", { eval: true }); setTimeout(() => process.exit(6), 50)';
    const code = `const { Worker } = require('node:worker_threads'); ${script}`;
    const exits = exitsByLiveThreads(() => {
      ({ pid } = spawnSync(process.execPath, ['-e', code]));
    });
    expect(exits.filter((exit) => exit.pid === pid).map(({ status }) => status)).toEqual([6 << 8]);
  });
});

describe('BpfCalls', () => {
  testWithBpf('shows the end of the verifier’s log when a program is refused', () => {
    const { bpf, open } = calls();
    try {
      // r0 is read before anything was written to it.
      const program = Buffer.from('9500000000000000', 'hex');
      expect(() => open.add(bpf.loadRawTracepoint('wrong', program))).toThrow(KernelRefusal);
      expect(() => open.add(bpf.loadRawTracepoint('wrong', program))).toThrow('R0 !read_ok');
    } finally {
      open.close();
      bpf.close();
    }
  });

  testWithBpf('names the errno of what it cannot attach', () => {
    const { bpf, open } = calls();
    try {
      const program = Buffer.from('b7000000000000009500000000000000', 'hex');
      const loaded = open.add(bpf.loadRawTracepoint('right', program));
      const attach = () => open.add(bpf.attachRawTracepoint('no_such_tracepoint', loaded));
      expect(attach).toThrow('RAW_TRACEPOINT_OPEN no_such_tracepoint: ENOENT');
    } finally {
      open.close();
      bpf.close();
    }
  });
});
