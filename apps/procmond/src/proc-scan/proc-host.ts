import {
  AccountNames,
  CgroupIds,
  readBootId,
  readOpenFilesLimit,
  readPageSize,
  readUnifiedMount,
  StatDescriptors,
} from '@daemoneye/linux-kernel';

import { ProcLooker } from './proc-looker.ts';
import { ProcessReader } from './process-reader.ts';

export interface ProcHostOptions {
  /** Where procfs is mounted. */
  readonly procRoot: string;
  /** Prefix under which the host's file system is mounted; '' outside containers. */
  readonly hostRoot: string;
  readonly redact: (args: readonly string[]) => readonly string[];
}

/** What reads the processes of a host. */
export interface ProcHost {
  readonly procRoot: string;
  readonly bootId: string;
  readonly reader: ProcessReader;
  /** To be closed by the caller. */
  readonly looker: ProcLooker;
}

const MAX_PROCESSES = 65_536;
const MAX_HELD_DESCRIPTORS = 16_384;
const MAX_CGROUPS = 4_096;

/** Descriptors that may be held: half of the limit stays free for the rest of the program. */
function descriptorBudget(procRoot: string): number {
  return Math.min(MAX_HELD_DESCRIPTORS, Math.floor((readOpenFilesLimit(procRoot) ?? 1024) / 2));
}

/** Opens the host below the roots. Throws the error of the system call when there is no boot id. */
export function openProcHost({ procRoot, hostRoot, redact }: ProcHostOptions): ProcHost {
  const users = new AccountNames(`${hostRoot}/etc/passwd`);
  const groups = new AccountNames(`${hostRoot}/etc/group`);
  const bootId = readBootId(procRoot);
  const cgroupIds = new CgroupIds(readUnifiedMount(procRoot, hostRoot), MAX_CGROUPS);
  const reader = new ProcessReader({
    procRoot,
    hostRoot,
    bootId,
    users,
    groups,
    cgroupIds,
    redact,
  });
  const looker = new ProcLooker({
    procRoot,
    stats: new StatDescriptors(procRoot, descriptorBudget(procRoot)),
    reader,
    pageBytes: readPageSize(procRoot),
    refresh: () => {
      users.refresh();
      groups.refresh();
    },
    maxProcesses: MAX_PROCESSES,
  });
  return { procRoot, bootId, reader, looker };
}
