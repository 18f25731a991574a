/**
 * Identity of a process that survives pid reuse and restarts of the agent. `key` is what events carry as
 * `process_key`; `start_boottime` is nanoseconds on CLOCK_BOOTTIME; `boot_id` is at least the part of the boot id that stands in `key`.
 */
export interface ProcessRef {
  readonly pid: number;
  readonly start_boottime: bigint;
  readonly boot_id: string;
  readonly key: string;
}
