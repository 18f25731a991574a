import type { ProcessIdentity } from './process-key.ts';

/**
 * What is known of a process, under the column names of `process_events`; NULL where a column would be. Arguments have their
 * secrets replaced before they come here. `ppid` is the parent as it was first seen: a later re-parenting does not change it, since who
 * started a process is what is asked for.
 */
export interface ProcessFacts {
  readonly ref: ProcessIdentity;
  readonly ppid: number | null;
  readonly name: string | null;
  readonly executable_path: string | null;
  readonly command_line: string | null;
  readonly args: readonly string[] | null;
  readonly cwd: string | null;
  readonly user_id: number | null;
  readonly user_name: string | null;
  readonly group_id: number | null;
  readonly group_name: string | null;
  readonly login_id: number | null;
  readonly tty: string | null;
  readonly session_id: number | null;
  /** Nanoseconds since the Unix epoch. */
  readonly start_time: bigint | null;
  readonly container_id: string | null;
  readonly cgroup_id: string | null;
  readonly cgroup_path: string | null;
  readonly file_exists: boolean | null;
  readonly is_memfd: boolean | null;
  /** Bytes of columns whose text does not say them all, because they are not UTF-8. */
  readonly raw?: Readonly<Record<string, Uint8Array>>;
}

/** The columns that say who started a process. */
export interface Lineage {
  readonly parent_process_key: string | null;
  readonly parent_name: string | null;
  readonly parent_executable_path: string | null;
  readonly parent_command_line: string | null;
  readonly ancestors: readonly string[] | null;
}
