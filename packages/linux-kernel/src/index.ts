export type { OpenFile } from './file/open-file.ts';
export { openProcessExecutable } from './file/open-process-executable.ts';
export type { ProcessExecutable, ProcessStart } from './file/open-process-executable.ts';
export { openUntrusted, parseUntrustedPath } from './file/open-untrusted.ts';
export type { UntrustedOptions } from './file/open-untrusted.ts';
export type { FileRefusal, Refused } from './file/file-refusal.ts';
export type { ProcConnectorOpen, ProcConnectorOptions } from './netlink/proc-connector.ts';
export { ProcConnector } from './netlink/proc-connector.ts';
export type { ProcEvent } from './netlink/proc-event.ts';
export { KernelRefusal } from './platform/kernel-refusal.ts';
export { AccountNames } from './proc/account-names.ts';
export { readPageSize } from './proc/auxv.ts';
export { bootTime, readBootId, readUptime, ticksToNs } from './proc/boot.ts';
export { CgroupIds, readUnifiedMount } from './proc/cgroup-ids.ts';
export type { CgroupEntry } from './proc/cgroup.ts';
export { readCgroup } from './proc/cgroup.ts';
export type { Cmdline } from './proc/cmdline.ts';
export { readCmdline } from './proc/cmdline.ts';
export type { ExeLink } from './proc/exe-link.ts';
export { isExeReplaced, readCwd, readExeLink } from './proc/exe-link.ts';
export { listPids, readOpenFilesLimit } from './proc/list-pids.ts';
export { readLoginuid } from './proc/loginuid.ts';
export { readableOrNull } from './proc/proc-failure.ts';
export { readStat } from './proc/read-stat.ts';
export { StatDescriptors } from './proc/stat-descriptors.ts';
export type { ProcStat } from './proc/stat.ts';
export { CLOCK_TICKS_PER_SECOND, parseStat, PF_FORKNOEXEC, PF_KTHREAD } from './proc/stat.ts';
export type { ProcStatus } from './proc/status.ts';
export { CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN, CAP_SYS_PTRACE, readStatus } from './proc/status.ts';
export { ttyName } from './proc/tty-name.ts';
export { openProcessTrace } from './process-trace/process-trace.ts';
export type { ProcessTrace, ProcessTraceOptions } from './process-trace/process-trace.ts';
export type { TaskRecord } from './process-trace/task-iterator.ts';
export type {
  ExecRecord,
  ExitRecord,
  ForkRecord,
  TraceRecord,
} from './process-trace/trace-record.ts';
