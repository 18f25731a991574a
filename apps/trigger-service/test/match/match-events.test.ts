import { describe, expect, test } from '@jest/globals';
import type { CollectionEvent } from '@daemoneye/collector-core';
import { matchEvents } from '../../src/match/match-events.ts';
import { indexRules } from '../../src/match/rule-index.ts';
import { RuleWindows } from '../../src/match/rule-windows.ts';
import { SeenEvents } from '../../src/match/seen-events.ts';
import { processEvent } from '../fixture/process-event.ts';
import { evilRule, ruleOf, windowed } from '../fixture/rule.ts';

const snapshotRule = ruleOf(
  "{ id: snap, title: S, severity: low, when: name = 'evil', on: [process.snapshot, process.exited] }",
);
const disabled = ruleOf(
  "{ id: off, title: S, severity: low, when: name = 'evil', enabled: false }",
);
const index = indexRules([evilRule, snapshotRule, disabled]);

function run(events: readonly unknown[], seen = new SeenEvents()): unknown {
  const { matches, ...rest } = matchEvents(
    { index, seen, windows: new RuleWindows(9) },
    events as CollectionEvent[],
    { nowMs: 0, bootMs: 0 },
  );
  return { ...rest, matches: matches.map(({ rule, event }) => `${rule.id} ${event.seq}`) };
}

describe('matchEvents', () => {
  test('evaluates each rule for the event types that it names', () => {
    expect(
      run([
        processEvent({ name: 'evil', seq: 1 }),
        processEvent({ name: 'evil', seq: 2, type: 'process.snapshot' }),
        processEvent({ name: 'evil', seq: 3, type: 'process.exited' }),
        processEvent({ name: 'good', seq: 4 }),
      ]),
    ).toEqual({
      matches: ['evil 1', 'snap 2', 'snap 3'],
      evaluated: 4,
      repeated: 0,
      malformed: [],
    });
  });

  test('skips events that were seen', () => {
    const seen = new SeenEvents();
    const event = processEvent({ name: 'evil' });
    run([event], seen);
    expect(run([event], seen)).toEqual({ matches: [], evaluated: 0, repeated: 1, malformed: [] });
  });

  test.each([
    ['null', null],
    ['text', 'x'],
    ['no type', { ...processEvent(), type: 3 }],
    ['no seq', { ...processEvent(), seq: 1.5 }],
    ['no time', { ...processEvent(), time: 5 }],
    ['no host', { ...processEvent(), host: '' }],
    ['no pid', { ...processEvent(), pid: 'x' }],
  ])('counts an event that is malformed (%s) and goes on', (_what, bad) => {
    expect(run([bad, processEvent({ name: 'evil', seq: 2 })])).toEqual({
      matches: ['evil 2'],
      evaluated: 1,
      repeated: 0,
      malformed: [expect.any(String)],
    });
  });

  test('matches a rule with a window for the event that makes it cross, with its group', () => {
    const windowIndex = indexRules([windowed(evilRule, ['host', 'user_id'])]);
    const windows = new RuleWindows(9);
    const matcher = { index: windowIndex, seen: new SeenEvents(), windows };
    const events = [1, 2, 3, 4].map((seq) => processEvent({ name: 'evil', seq, user_id: 7 }));
    const reading = { nowMs: 1.7e12, bootMs: 0 };
    const { matches } = matchEvents(matcher, [processEvent({ seq: 9 }), ...events], reading);
    expect(matches.map(({ event, group }) => [event.seq, group])).toEqual([
      [3, ['web-0badcafe', 7]],
    ]);
  });
});
