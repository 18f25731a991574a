import { EventWindow } from '@daemoneye/detection';
import type { WindowClause } from '@daemoneye/detection';
import type { Row } from './benchmark.ts';
import { median } from './median.ts';

export const name = 'window, one event';

const MAX_GROUPS = 100_000;
const EVENTS = 200_000;
const rounds = 5;

const count: WindowClause = {
  groupBy: ['process_key'],
  aggregate: 'count',
  column: null,
  distinct: false,
  operator: '>',
  threshold: 1e9,
  spanMs: 10_000,
};
const distinct: WindowClause = { ...count, column: 'pid', distinct: true };

/** Median nanoseconds per event, once the window has met every group: 50 000 events a second of `groups` groups. */
function nanosecondsPerEvent(clause: WindowClause, groups: number): number {
  const window = new EventWindow(clause, MAX_GROUPS);
  const times: number[] = [];
  let at = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const rows = Array.from({ length: EVENTS }, (_, index) => {
      const time = 1_700_000_000_000_000_000n + BigInt(at + index) * 20_000n;
      return { host: 'h', time, pid: index % 97, process_key: `0badcafe-${index % groups}-360000` };
    });
    at += EVENTS;
    const reading = { nowMs: 1.8e12, bootMs: 0 };
    const since = process.hrtime.bigint();
    for (const row of rows) window.take(row, reading);
    const took = Number(process.hrtime.bigint() - since) / EVENTS;
    if (round > 0) times.push(took);
  }
  return median(times);
}

export async function run(): Promise<readonly Row[]> {
  const rows = [
    ['count(*), 100 groups', count, 100],
    ['count(*), 100 000 groups', count, MAX_GROUPS],
    ['count(*), 200 000 groups over a bound of 100 000', count, 2 * MAX_GROUPS],
    ['count(DISTINCT …), 100 000 groups', distinct, MAX_GROUPS],
  ] as const;
  return await Promise.resolve(
    rows.map(([what, clause, groups]) => ({
      what,
      value: nanosecondsPerEvent(clause, groups),
      unit: 'ns',
      better: 'less' as const,
    })),
  );
}
