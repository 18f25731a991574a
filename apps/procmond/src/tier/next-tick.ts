/** The next multiple of `intervalMs` after `startMs` that lies after `nowMs`: ticks that are over already are skipped. */
export function nextTick(startMs: number, intervalMs: number, nowMs: number): number {
  return startMs + (Math.floor((nowMs - startMs) / intervalMs) + 1) * intervalMs;
}
