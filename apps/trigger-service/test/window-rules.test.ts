import { afterEach, describe, expect, test } from '@jest/globals';
import { RunningTriggers } from './fixture/running-triggers.ts';
import { processEvent } from './fixture/process-event.ts';

const burst = `id: burst
title: Burst
severity: medium
when: |
  user_id > 0 GROUP BY user_id HAVING count(*) >= 3 WITHIN 10 SECONDS
`;

let running: RunningTriggers;
afterEach(() => running.dispose());

/** An event of a user, so many seconds after the service began. */
function started(
  seq: number,
  seconds: number,
  user_id: number | null = 7,
): ReturnType<typeof processEvent> {
  const time = running.clock.now() + BigInt(Math.round(seconds * 1e9));
  return processEvent({ seq, time, user_id, process_key: `0badcafe-${seq}-1` });
}

describe('triggerService with a window', () => {
  test('publishes one alert for a crossing, with the event that crossed', async () => {
    running = new RunningTriggers({ 'burst.yml': burst });
    await running.start();
    await running.emit(
      started(1, -3),
      started(2, -2),
      started(3, -2, 8),
      started(4, -1),
      started(5, 0),
    );
    await running.clock.advance(2_100);
    const told = running.alerts.map(({ rule, event, count }) => [rule, event.seq, count]);
    expect(told).toEqual([['burst', 4, 1]]);
  });

  test('joins a second crossing of the group to its alert', async () => {
    running = new RunningTriggers({ 'burst.yml': burst });
    await running.start();
    const seconds = [-40, -39, -38, -20, -19, -18];
    await running.emit(...seconds.map((second, index) => started(index + 1, second)));
    await running.clock.advance(12_000);
    expect(running.alerts.map(({ event, count }) => [event.seq, count])).toEqual([
      [3, 1],
      [3, 2],
    ]);
  });

  test('counts what it cannot use', async () => {
    running = new RunningTriggers(
      { 'burst.yml': burst.replace('user_id > 0', 'pid > 0') },
      { windowMaxKeys: 1 },
    );
    await running.start();
    const late = started(5, -20, 9);
    await running.emit(started(1, 0), started(2, 0, null), started(3, 60), started(4, 0, 9), late);
    const text = await running.metrics.text();
    for (const kind of ['late', 'skipped', 'clamped', 'evicted'])
      expect(text).toContain(`\ndeye_rules_window_${kind}_total{rule="burst"} 1\n`);
    expect(running.log.records.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { rule: 'burst', evicted: 1 } },
    ]);
  });
});
