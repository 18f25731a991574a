import { readBoundedText } from './read-bounded.ts';
import { CLOCK_TICKS_PER_SECOND } from './stat.ts';

const NS_PER_TICK = BigInt(1_000_000_000 / CLOCK_TICKS_PER_SECOND);

/** Nanoseconds on CLOCK_BOOTTIME of a start given in clock ticks. */
export function ticksToNs(ticks: number): bigint {
  return BigInt(ticks) * NS_PER_TICK;
}

/** Parses a `/proc/uptime`: nanoseconds on CLOCK_BOOTTIME, in steps of 10 ms; null when the text is not one. */
export function parseUptime(text: string): bigint | null {
  const match = /^(\d+)\.(\d\d)\b/.exec(text);
  if (match === null) return null;
  const [, seconds = '0', hundredths = '0'] = match;
  return BigInt(seconds) * 1_000_000_000n + BigInt(hundredths) * 10_000_000n;
}

/** Reads `<root>/uptime`. Throws the error of the system call. */
export function readUptime(root: string): bigint | null {
  return parseUptime(readBoundedText(`${root}/uptime`, 64));
}

/** Reads `<root>/sys/kernel/random/boot_id`: a UUID, new at every boot. Throws the error of the system call. */
export function readBootId(root: string): string {
  return readBoundedText(`${root}/sys/kernel/random/boot_id`, 64).trim();
}

/** How far the wall clock may move against CLOCK_BOOTTIME before the time of boot is taken anew. */
const STEP_NS = 500_000_000n;

/**
 * Wall-clock time of boot, CLOCK_REALTIME - CLOCK_BOOTTIME, nanoseconds since the Unix epoch, from one reading of both clocks.
 * `btime` of /proc/stat has whole seconds only. The former value stays until the wall clock was stepped by more than half a second:
 * /proc/uptime has 10 ms steps, and the start time of a process should not tremble with them.
 */
export function bootTime(former: bigint | null, wallNs: bigint, uptimeNs: bigint): bigint {
  const sample = wallNs - uptimeNs;
  if (former === null) return sample;
  const step = sample > former ? sample - former : former - sample;
  return step > STEP_NS ? sample : former;
}
