import { CLOCK_TICKS_PER_SECOND } from '@daemoneye/linux-kernel';

/** CPU time of a process at a moment of a monotonic clock. */
export interface CpuMark {
  readonly ticks: number;
  readonly atMs: number;
}

/** Per cent of one core that was used from `from` to `to`; null when no time has passed. */
export function cpuUsage(from: CpuMark, to: CpuMark): number | null {
  const spanMs = to.atMs - from.atMs;
  if (spanMs <= 0) return null;
  const usedMs = ((to.ticks - from.ticks) * 1000) / CLOCK_TICKS_PER_SECOND;
  return Math.round((Math.max(0, usedMs) / spanMs) * 10_000) / 100;
}
