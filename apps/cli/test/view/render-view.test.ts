import { describe, expect, test } from '@jest/globals';
import type { Paint } from '../../src/output/style.ts';
import { alertLine, renderView } from '../../src/view/render-view.ts';
import { countMessage, emptyView, tickView } from '../../src/view/view-state.ts';
import { alertMessage, batchMessage, sampleAlert, sampleCollector, sampleEvent } from './sample.ts';

const plain: Paint = (_format, text) => text;

describe('renderView', () => {
  const state = tickView(
    [batchMessage('started', 30), batchMessage('exited', 10), alertMessage({})].reduce(
      countMessage,
      emptyView,
    ),
    [sampleCollector],
  );

  test('shows collectors with tier, health and losses, rates, and alerts', () => {
    expect(renderView(state, plain, 100, 40)).toEqual([
      'Collectors',
      'procmond  proc_scan (tier 3)  healthy  5 lost',
      'procmond: not root; try: sudo npm start',
      '',
      'Events',
      'process.exited   10.0/s  10',
      'process.started  30.0/s  30',
      '',
      'Alerts (1)',
      '22:13:20  high  exec-from-tmp  /tmp/x (pid 42)',
      '',
      'Ctrl-C drains and ends',
    ]);
  });

  test('fits into the rows of the terminal', () => {
    expect(renderView(state, plain, 100, 5)).toHaveLength(4);
  });
});

describe('alertLine', () => {
  test('fits into the columns: a long path is cut, the rest stays', () => {
    const alert = sampleAlert({ event: sampleEvent(`/tmp/${'x'.repeat(200)}`) });
    const line = alertLine(alert, plain, 60);
    expect(line).toHaveLength(60);
    expect(line).toMatch(/^22:13:20 {2}high {2}exec-from-tmp {2}\/tmp\/x+…$/);
  });

  test('ends with the hash that an analysis found', () => {
    const result = {
      analysis: 'binary_hash',
      outcome: 'hashed',
      values: { executable_hash: 'ab12' },
    };
    const alert = sampleAlert({ count: 3, results: [result as never] });
    expect(alertLine(alert, plain, 100)).toBe(
      '22:13:20  high  exec-from-tmp  x3  /tmp/x (pid 42)  sha256 ab12…',
    );
  });

  test('escapes what a process could write to the terminal', () => {
    const alert = sampleAlert({ event: sampleEvent('/tmp/\u001b[2J\u202Eevil') });
    // eslint-disable-next-line no-control-regex -- the claim is about control characters
    expect(alertLine(alert, plain, 100)).not.toMatch(/[\u001b\u202e]/u);
  });
});
