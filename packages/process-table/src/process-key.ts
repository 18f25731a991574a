/**
 * Identity of a process that survives pid reuse and restarts of the agent; structurally the `ProcessRef` of the event model.
 * `start_boottime` is nanoseconds on CLOCK_BOOTTIME.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start_boottime: bigint;
  readonly boot_id: string;
  readonly key: string;
}

/** Nanoseconds in a clock tick: the least that every source of start times can tell apart. */
const NS_PER_TICK = 10_000_000n;

/** Key of a process: `<first 8 hex digits of the boot id>-<pid>-<start in clock ticks>`. */
export function processKey(bootId: string, pid: number, startTicks: number | bigint): string {
  return `${bootId.slice(0, 8)}-${pid}-${startTicks}`;
}

/**
 * Identity from a start in nanoseconds, cut to clock ticks (10 ms) in the key: a source that knows nanoseconds and one that knows
 * ticks give the same key.
 */
export function processIdentity(bootId: string, pid: number, startNs: bigint): ProcessIdentity {
  const key = processKey(bootId, pid, startNs / NS_PER_TICK);
  return { pid, start_boottime: startNs, boot_id: bootId, key };
}
