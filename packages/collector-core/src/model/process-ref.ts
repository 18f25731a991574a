/**
 * Identity of a process that survives pid reuse and restarts of the agent. `key` is what events carry as
 * `process_key`; `start_boottime` is nanoseconds on CLOCK_BOOTTIME.
 */
export interface ProcessRef {
  readonly pid: number;
  readonly start_boottime: bigint;
  readonly boot_id: string;
  readonly key: string;
}
