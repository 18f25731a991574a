import { BpfCalls, DescriptorStack } from '../bpf/bpf-calls.ts';
import { mapRing } from '../bpf/ring-buffer.ts';
import type { MappedRing } from '../bpf/ring-buffer.ts';
import { readKernelBtf } from '../btf/read-kernel-btf.ts';
import { loadLibc } from '../ffi/libc.ts';
import type { Readiness } from '../ffi/readiness.ts';
import { KernelRefusal } from '../platform/kernel-refusal.ts';
import { readPageSize } from '../proc/auxv.ts';
import {
  COUNTERS_BYTES,
  droppedAt,
  MAX_ARGUMENT_BYTES,
  producedAt,
  recordField,
} from './record-layout.ts';
import type { TraceKind } from './record-layout.ts';
import { openTaskIterator } from './task-iterator.ts';
import type { OnTask, TaskIterator } from './task-iterator.ts';
import { layoutOfKernel } from './task-layout.ts';
import type { TaskLayout } from './task-layout.ts';
import { readTraceRecord } from './trace-record.ts';
import type { TraceRecord } from './trace-record.ts';
import { execProgram, exitProgram, forkProgram } from './trace-programs.ts';
import type { TraceMaps } from './trace-programs.ts';

/** What the kernel has counted of one kind since the trace was opened: `produced` = handed over + in the ring + `dropped`. */
export interface TraceCount {
  readonly produced: number;
  /** Not recorded, for the ring was full. */
  readonly dropped: number;
}

/** Starts, execs and ends of all processes of the machine, from the moment it is opened. */
export interface ProcessTrace {
  /** Hands over at most `most` records, oldest first, and says how many there were. */
  consume(onRecord: (record: TraceRecord) => void, most: number): number;
  /**
   * Resolves when there is an exec, when `waitMs` are over or when the signal aborts; up to 10 ms later when records were taken
   * just before. Forks and exits wake nobody: they are found by looking. One call at a time.
   */
  readable(waitMs: number, signal: AbortSignal): Promise<void>;
  counts(): Readonly<Record<TraceKind, TraceCount>>;
  /** Walks all threads of the machine that run now; see `readTasks`. */
  tasks(onTask: OnTask): void;
  /** Detaches and gives everything back; may be called twice. Nothing else is called afterwards. */
  close(): void;
}

export interface ProcessTraceOptions {
  /** Bytes of the ring, a power of two of at least a page. Default 8 MiB: some 20 000 execs. */
  readonly ringBytes?: number;
}

/** How soon after records were taken the next exec is left to wait, and for how long. */
const BUSY_MS = 10;
const DEFAULT_RING_BYTES = 8 << 20;

function openMaps(bpf: BpfCalls, open: DescriptorStack, ringBytes: number): TraceMaps {
  const scratchBytes = recordField.arguments + MAX_ARGUMENT_BYTES;
  const make = (...options: Parameters<BpfCalls['createMap']>): number =>
    open.add(bpf.createMap(...options));
  return {
    ring: make({ type: 'ring', name: 'trace', valueBytes: 0, entries: ringBytes }),
    counters: make({ type: 'array', name: 'counters', valueBytes: COUNTERS_BYTES, entries: 1 }),
    scratch: make({ type: 'percpu_array', name: 'scratch', valueBytes: scratchBytes, entries: 1 }),
  };
}

/** Forks first: whoever is seen to call exec has been seen to start, but for those that run at the moment. */
function attach(bpf: BpfCalls, open: DescriptorStack, layout: TaskLayout, maps: TraceMaps): void {
  const programs = { fork: forkProgram, exec: execProgram, exit: exitProgram };
  for (const [kind, build] of Object.entries(programs)) {
    const tracepoint = `sched_process_${kind}`;
    const program = open.add(bpf.loadRawTracepoint(tracepoint, build(layout, maps)));
    open.add(bpf.attachRawTracepoint(tracepoint, program));
  }
}

/** Resolves after `waitMs`, or when the signal aborts. */
function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
    const timer = setTimeout(end, waitMs);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

function traceOf(
  bpf: BpfCalls,
  maps: TraceMaps,
  parts: {
    readonly mapped: MappedRing;
    readonly readiness: Readiness;
    readonly tasks: TaskIterator;
  },
  close: () => void,
): ProcessTrace {
  const { mapped, readiness, tasks } = parts;
  let takenMs = -BUSY_MS;
  async function wake(waitMs: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    const timer = setTimeout(end, waitMs);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    await readiness.next(over.signal);
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
  return {
    consume(onRecord, most) {
      const take = (data: Buffer, offset: number): void => onRecord(readTraceRecord(data, offset));
      const count = mapped.ring.consume(take, most);
      if (count > 0) takenMs = performance.now();
      return count;
    },
    async readable(waitMs, signal) {
      // A wake-up costs more than the records that it brings: when execs follow each other, several are taken at once.
      const isBusy = performance.now() - takenMs < BUSY_MS;
      await (isBusy ? pause(Math.min(BUSY_MS, waitMs), signal) : wake(waitMs, signal));
    },
    counts() {
      const value = bpf.lookupFirst(maps.counters, COUNTERS_BYTES);
      const count = (kind: TraceKind): TraceCount => ({
        produced: Number(value.readBigUInt64LE(producedAt(kind))),
        dropped: Number(value.readBigUInt64LE(droppedAt(kind))),
      });
      return { exec: count('exec'), exit: count('exit'), fork: count('fork') };
    },
    tasks: (onTask) => tasks.read(onTask),
    close,
  };
}

/**
 * Loads and attaches the programs, by offsets from the types of the running kernel. Needs CAP_BPF and CAP_PERFMON, or root. Throws
 * `KernelRefusal`: `UNSUPPORTED` where there is no such system call, `BTF_MISSING`, or the errno of the call that was refused.
 */
export function openProcessTrace(options: ProcessTraceOptions = {}): ProcessTrace {
  const load = loadLibc();
  if (load.kind === 'unsupported')
    throw new KernelRefusal('system calls', 'UNSUPPORTED', load.reason);
  const { libc } = load;
  const ringBytes = options.ringBytes ?? DEFAULT_RING_BYTES;
  const bpf = new BpfCalls(libc);
  const open = new DescriptorStack();
  let mapped: MappedRing | null = null;
  let readiness: Readiness | null = null;
  function close(): void {
    readiness?.close();
    open.close();
    mapped?.close();
    bpf.close();
  }
  try {
    const maps = openMaps(bpf, open, ringBytes);
    const layout = layoutOfKernel(readKernelBtf);
    mapped = mapRing(libc, maps.ring, ringBytes, readPageSize('/proc') ?? 4_096);
    const tasks = openTaskIterator(bpf, open, layout);
    attach(bpf, open, layout, maps);
    readiness = libc.openReadiness(maps.ring);
    return traceOf(bpf, maps, { mapped, readiness, tasks }, close);
  } catch (error) {
    close();
    throw error;
  }
}
