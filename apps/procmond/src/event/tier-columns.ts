import type { ProcessEvent } from '@daemoneye/collector-core';

type Column = keyof Omit<ProcessEvent, 'domain'>;

const everyTier = [
  'time',
  'host',
  'host_name',
  'collector',
  'epoch',
  'seq',
  'type',
  'pid',
  'ppid',
  'name',
  'executable_path',
  'command_line',
  'user_id',
  'start_time',
  'run_time_ms',
  'process_key',
  'parent_process_key',
  'parent_name',
  'parent_executable_path',
  'parent_command_line',
  'ancestors',
  'source_tier',
  'changed',
  'suspicion',
] as const satisfies readonly Column[];

const procScan = [
  ...everyTier,
  'args',
  'cwd',
  'user_name',
  'group_id',
  'group_name',
  'login_id',
  'tty',
  'session_id',
  'container_id',
  'cgroup_id',
  'cgroup_path',
  'file_exists',
  'is_memfd',
  'cpu_usage',
  'memory_usage',
] as const satisfies readonly Column[];

const procConnector = [
  ...procScan,
  'exit_code',
  'exit_signal',
] as const satisfies readonly Column[];

/** Columns that a tier fills, by table; a tier that is not known fills none. */
export function columnsOfTier(tier: string): Readonly<Record<string, readonly string[]>> {
  if (tier === 'bpf' || tier === 'proc_connector') return { process_events: procConnector };
  if (tier === 'proc_scan') return { process_events: procScan };
  if (tier === 'ps_list') return { process_events: everyTier };
  return { process_events: [] };
}
