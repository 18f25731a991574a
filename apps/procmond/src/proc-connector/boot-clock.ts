/** Differences of two clocks smaller than this come from the 10 ms steps of /proc/uptime. */
const STEP_NS = 20_000_000n;

/**
 * How far CLOCK_BOOTTIME, in which starts are told, is ahead of CLOCK_MONOTONIC, in which the kernel stamps its events: the time that
 * the machine was suspended. Both were read one after the other.
 */
export function suspendedNs(uptimeNs: bigint, monotonicNs: bigint): bigint {
  const ahead = uptimeNs - monotonicNs;
  return ahead < STEP_NS ? 0n : ahead;
}
