import { describe, expect, test } from '@jest/globals';
import { countMessage, emptyView, rateOf, tickView } from '../../src/view/view-state.ts';
import type { ViewState } from '../../src/view/view-state.ts';
import { alertMessage, batchMessage, sampleCollector } from './sample.ts';

function seconds(state: ViewState, perSecond: number, times: number): ViewState {
  let now = state;
  for (let i = 0; i < times; i += 1)
    now = tickView(countMessage(now, batchMessage('started', perSecond)), []);
  return now;
}

function kind(state: ViewState, name: string): { total: number; rate: number } {
  const found = state.kinds.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return { total: found.total, rate: rateOf(found) };
}

describe('countMessage', () => {
  test('counts events by domain and verb, not messages', () => {
    const state = countMessage(
      countMessage(emptyView, batchMessage('started', 3)),
      batchMessage('exited', 2),
    );
    expect(kind(state, 'process.started').total).toBe(3);
    expect(kind(state, 'process.exited').total).toBe(2);
  });

  test('puts the newest alert first and lets a revision replace the former', () => {
    const first = countMessage(
      countMessage(emptyView, alertMessage({ alert: 'a1' })),
      alertMessage({ alert: 'a2' }),
    );
    const second = countMessage(first, alertMessage({ alert: 'a1', revision: 2 }));
    expect(second.alerts.map(({ alert, revision }) => [alert, revision])).toEqual([
      ['a1', 2],
      ['a2', 1],
    ]);
    expect(second.alertCount).toBe(2);
  });

  test('keeps eight alerts and counts all', () => {
    let state = emptyView;
    for (let i = 0; i < 20; i += 1) state = countMessage(state, alertMessage({ alert: `a${i}` }));
    expect(state.alerts).toHaveLength(8);
    expect(state.alertCount).toBe(20);
  });

  test('counts kinds past the limit together', () => {
    let state = emptyView;
    for (let i = 0; i < 100; i += 1) state = countMessage(state, batchMessage(`verb${i}`, 1));
    expect(state.kinds.size).toBe(65);
    expect(kind(state, 'other').total).toBe(36);
  });
});

describe('tickView', () => {
  test('takes the rate over the last ten seconds', () => {
    expect(kind(seconds(emptyView, 5, 4), 'process.started').rate).toBe(5);
    const idle = seconds(seconds(emptyView, 100, 3), 0, 10);
    expect(kind(idle, 'process.started')).toEqual({ total: 300, rate: 0 });
  });

  test('shows the collectors as they are now', () => {
    expect(tickView(emptyView, [sampleCollector]).collectors).toEqual([sampleCollector]);
  });
});
