import { describe, expect, test } from '@jest/globals';
import type { Alert, AnalysisResult, BusMessage } from '@daemoneye/collector-core';
import { aProcessEvent } from '@daemoneye/collector-core/testing';
import { alertsOf, parseTraceTarget, workOf } from '../../src/command/trace-chain.ts';

const event = aProcessEvent();
const identity = 'box-0a1b2c3d:procmond:0123456789abcdef:1';

function alertMessage(alert: string, revision: number): BusMessage {
  const body = { alert, revision, event } as Alert;
  return { subject: `deye.v1.alerts.low.rule.${alert}`, payload: { kind: 'alert', body } };
}

function resultMessage(task: string, id: string): BusMessage {
  const body = { task, correlation: { id } } as AnalysisResult;
  return {
    subject: `deye.v1.results.box.procmond.hash.${task}`,
    payload: { kind: 'result', body },
  };
}

describe('parseTraceTarget', () => {
  test('tells an alert from an event', () => {
    expect(parseTraceTarget('0914ab79')).toEqual({ kind: 'alert', alert: '0914ab79' });
    expect(parseTraceTarget(identity)).toEqual({
      kind: 'event',
      identity,
      host: 'box-0a1b2c3d',
      collector: 'procmond',
    });
  });

  test.each(['', 'a b', 'a.b', 'a:b:c', 'a:b:c:0', 'a:b:c:x', 'a:b:c:1:2', '>', 'a::c:1'])(
    'takes %j for neither',
    (text) => {
      expect(parseTraceTarget(text)).toBeNull();
    },
  );
});

describe('alertsOf', () => {
  test('gives the last revision of each alert of an event, whatever the order', () => {
    const messages = [alertMessage('a', 2), alertMessage('a', 1), alertMessage('b', 1)];
    const found = alertsOf(messages, { kind: 'event', identity, host: 'h', collector: 'c' });
    expect(found.map(({ alert, revision }) => [alert, revision])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(alertsOf(messages, { kind: 'alert', alert: 'c' })).toEqual([]);
  });
});

describe('workOf', () => {
  test('gives what was asked and answered for the alerts, and nothing of others', () => {
    const messages = [resultMessage('t1', 'a'), resultMessage('t2', 'z'), alertMessage('a', 1)];
    const found = workOf(messages, [{ alert: 'a' } as Alert]);
    expect(found).toEqual([messages[0]?.payload]);
  });
});
