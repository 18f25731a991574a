import {
  AccountNames,
  CAP_SYS_PTRACE,
  CgroupIds,
  listPids,
  readableOrNull,
  readBootId,
  readOpenFilesLimit,
  readPageSize,
  readStatus,
  readUnifiedMount,
  StatDescriptors,
} from '@daemoneye/linux-kernel';
import type { SourceContext, TierReport } from '@daemoneye/collector-core';

import { runLooks } from '../tier/run-looks.ts';
import type { LookIntervals } from '../tier/run-looks.ts';
import type { ProcessTier } from '../tier/process-tier.ts';
import { ProcLooker } from './proc-looker.ts';
import { ProcessReader } from './process-reader.ts';

export interface ProcScanOptions extends LookIntervals {
  /** Where procfs is mounted. */
  readonly procRoot: string;
  /** Prefix under which the host's file system is mounted; '' outside containers. */
  readonly hostRoot: string;
  readonly redact: (args: readonly string[]) => readonly string[];
}

const MAX_PROCESSES = 65_536;
const MAX_HELD_DESCRIPTORS = 16_384;
const MAX_CGROUPS = 4_096;

/** Descriptors that may be held: half of the limit stays free for the rest of the program. */
function descriptorBudget(procRoot: string): number {
  return Math.min(MAX_HELD_DESCRIPTORS, Math.floor((readOpenFilesLimit(procRoot) ?? 1024) / 2));
}

/** What the caller may not see of others, in words; null when it sees everything. */
export function blindSpot(effectiveCaps: bigint, seesInit: boolean): string | null {
  if ((effectiveCaps & (1n << CAP_SYS_PTRACE)) !== 0n) return null;
  if (!seesInit) return 'processes of other users are hidden (hidepid) without CAP_SYS_PTRACE';
  return 'executable and working directory of other users’ processes cannot be read without CAP_SYS_PTRACE';
}

/** Tier 3: looks at /proc again and again. Runs without privileges, misses what lives shorter than a scan interval. */
export class ProcScanSource implements ProcessTier {
  readonly name = 'proc_scan';
  readonly #options: ProcScanOptions;

  constructor(options: ProcScanOptions) {
    this.#options = options;
  }

  unavailable(): string | null {
    const { procRoot } = this.#options;
    const stat = readableOrNull(() => readStatus(procRoot, 'self'));
    return stat === null ? `there is no procfs at ${procRoot}` : null;
  }

  report(): TierReport {
    const { procRoot, scanIntervalMs } = this.#options;
    const caps = readableOrNull(() => readStatus(procRoot, 'self'))?.effectiveCaps ?? 0n;
    const seesInit = (readableOrNull(() => listPids(procRoot)) ?? []).includes(1);
    const blind = blindSpot(caps, seesInit);
    const missed = `processes that live shorter than ${scanIntervalMs} ms can be missed`;
    return {
      tier: this.name,
      rank: 3,
      lossy: true,
      reason: blind === null ? missed : `${missed}; ${blind}`,
      remedy: blind === null ? null : 'sudo npm start',
    };
  }

  async run(context: SourceContext): Promise<void> {
    const { procRoot, hostRoot, redact } = this.#options;
    const users = new AccountNames(`${hostRoot}/etc/passwd`);
    const groups = new AccountNames(`${hostRoot}/etc/group`);
    const looker = new ProcLooker({
      procRoot,
      stats: new StatDescriptors(procRoot, descriptorBudget(procRoot)),
      reader: new ProcessReader({
        procRoot,
        hostRoot,
        bootId: readBootId(procRoot),
        users,
        groups,
        cgroupIds: new CgroupIds(readUnifiedMount(procRoot, hostRoot), MAX_CGROUPS),
        redact,
      }),
      pageBytes: readPageSize(procRoot),
      refresh: () => {
        users.refresh();
        groups.refresh();
      },
      maxProcesses: MAX_PROCESSES,
    });
    await runLooks(context, this, looker, this.#options);
  }
}
