import type { Clock } from '@daemoneye/collector-core';
import type { Condition } from '@daemoneye/detection';

const WARM_MS = 20;
const MEASURE_MS = 30;
const ROUND = 512;

/** Nanoseconds that one evaluation takes here: the fastest of the rounds of 30 ms, after as good as as many to warm up. */
export function measureCost(condition: Condition, rows: readonly object[], clock: Clock): number {
  let fastest = Number.POSITIVE_INFINITY;
  const start = clock.monotonicMs();
  for (;;) {
    const before = clock.monotonicMs();
    for (let round = 0; round < ROUND; round += 1) for (const row of rows) condition.matches(row);
    const after = clock.monotonicMs();
    if (after - start > WARM_MS) fastest = Math.min(fastest, after - before);
    if (after - start > WARM_MS + MEASURE_MS) return (fastest * 1e6) / (ROUND * rows.length);
  }
}
