import {
  AccountNames,
  bootTime,
  CgroupIds,
  readableOrNull,
  readBootId,
  readPageSize,
  readUnifiedMount,
  readUptime,
  StatDescriptors,
} from '@daemoneye/linux-kernel';
import { processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';

import { ProcessReader } from '../proc-scan/process-reader.ts';
import type { TaskSum } from './task-sums.ts';
import { TraceFacts } from './trace-facts.ts';

export interface TraceHostOptions {
  /** Where procfs is mounted. */
  readonly procRoot: string;
  /** Prefix under which the host's file system is mounted; '' outside containers. */
  readonly hostRoot: string;
  readonly redact: (args: readonly string[]) => readonly string[];
}

/** What the tier reads of the host beside the records. */
export interface TraceHost {
  readonly facts: TraceFacts;
  readonly pageBytes: number | null;
  /** Wall-clock time of boot, looked at anew; null when it cannot be read. */
  bootNs(timeNs: bigint): bigint | null;
  /** Whether another file has taken the path of the executable of the process. */
  isReplaced(pid: number): boolean;
  /** Reads again what changes slowly: names of users and groups. */
  refresh(): void;
  /** Facts of the running process from /proc; null when it has gone. Who started it, and when, stays as in `former`. */
  read(sum: TaskSum, former: ProcessFacts | null): ProcessFacts | null;
}

const MAX_CGROUPS = 4_096;

/** Opens nothing that would have to be closed. */
export function hostOfTrace({ procRoot, hostRoot, redact }: TraceHostOptions): TraceHost {
  const users = new AccountNames(`${hostRoot}/etc/passwd`);
  const groups = new AccountNames(`${hostRoot}/etc/group`);
  const bootId = readBootId(procRoot);
  const cgroupIds = new CgroupIds(readUnifiedMount(procRoot, hostRoot), MAX_CGROUPS);
  const stats = new StatDescriptors(procRoot, 0);
  const readerHost = { procRoot, hostRoot, bootId, users, groups, cgroupIds, redact };
  const reader = new ProcessReader(readerHost);
  let boot: bigint | null = null;
  return {
    facts: new TraceFacts(readerHost, stats),
    pageBytes: readPageSize(procRoot),
    bootNs(timeNs) {
      const uptime = readableOrNull(() => readUptime(procRoot));
      if (uptime !== null) boot = bootTime(boot, timeNs, uptime);
      return boot;
    },
    isReplaced: (pid) => reader.isReplaced(pid),
    refresh() {
      users.refresh();
      groups.refresh();
    },
    read({ pid, startBoottime }, former) {
      const ref = processIdentity(bootId, pid, startBoottime);
      const stat = stats.read(pid);
      if (stat === null || !ref.key.endsWith(`-${stat.startTicks}`)) return null;
      const facts = reader.facts(pid, stat, boot);
      // Nothing but a stat: the process went while it was read.
      if (facts.user_id === null) return null;
      const isSame = former?.ref.key === ref.key;
      const start = boot === null ? null : boot + startBoottime;
      return {
        ...facts,
        ref,
        ppid: isSame ? former.ppid : facts.ppid,
        start_time: isSame ? former.start_time : start,
      };
    },
  };
}
