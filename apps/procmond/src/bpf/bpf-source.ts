import { readlinkSync } from 'node:fs';

import { DeyeError } from '@daemoneye/collector-core';
import type { SourceContext, TierReport } from '@daemoneye/collector-core';
import {
  KernelRefusal,
  openProcessTrace,
  readableOrNull,
  readBootId,
  readStatus,
} from '@daemoneye/linux-kernel';
import type { ProcessTrace } from '@daemoneye/linux-kernel';

import type { ProcessTier } from '../tier/process-tier.ts';
import { hostOfTrace } from './host-of-trace.ts';
import type { TraceHostOptions } from './host-of-trace.ts';
import { refusalReason } from './refusal-reason.ts';
import { TraceRun } from './trace-run.ts';
import type { TraceRunOptions } from './trace-run.ts';

export interface BpfOptions extends TraceHostOptions, TraceRunOptions {
  /** Bytes of the ring between kernel and reader, a power of two; left out: 8 MiB. */
  readonly ringBytes?: number;
}

/** The first pid namespace has this inode on every Linux: PROC_PID_INIT_INO of include/linux/proc_ns.h. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/**
 * Tier 1: programs in the kernel tell every exec, exit and fork as it happens, with arguments, however short the process lives.
 * Without loss but for what does not fit into the ring, which is counted exactly.
 */
export class BpfSource implements ProcessTier {
  readonly name = 'bpf';
  readonly #options: BpfOptions;
  #remedy: string | null = null;

  constructor(options: BpfOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    const { procRoot } = this.#options;
    const boot = readableOrNull(() => readBootId(procRoot));
    if (boot === null) return `there is no procfs at ${procRoot}`;
    if (boot !== readableOrNull(() => readBootId('/proc')))
      return `the procfs at ${procRoot} is of another machine`;
    const namespace = readableOrNull(() => readlinkSync('/proc/self/ns/pid'));
    if (namespace !== FIRST_PID_NAMESPACE)
      return 'in a pid namespace of its own: the kernel tells the pids of the host';
    return null;
  }

  remedy(): string | null {
    return this.#remedy;
  }

  report(): TierReport {
    return { tier: this.name, rank: 1, lossy: false, reason: null, remedy: null };
  }

  async run(context: SourceContext): Promise<void> {
    const trace = this.#open();
    try {
      const host = hostOfTrace(this.#options);
      await new TraceRun(context, trace, host, this.#options).run(this.name, () =>
        context.ready(this.report()),
      );
    } finally {
      trace.close();
    }
  }

  #open(): ProcessTrace {
    const { ringBytes, procRoot } = this.#options;
    this.#remedy = null;
    try {
      return openProcessTrace(ringBytes === undefined ? {} : { ringBytes });
    } catch (error) {
      if (!(error instanceof KernelRefusal)) throw error;
      const caps = readableOrNull(() => readStatus(procRoot, 'self'))?.effectiveCaps ?? 0n;
      const { reason, remedy } = refusalReason(error, caps);
      this.#remedy = remedy;
      throw new DeyeError('SOURCE_TIER_UNAVAILABLE', reason, { cause: error });
    }
  }
}
