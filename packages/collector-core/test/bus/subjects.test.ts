import { describe, expect, test } from '@jest/globals';
import { streams } from '../../src/bus/streams.ts';
import { matchesSubject, patternsOverlap } from '../../src/bus/subject-pattern.ts';
import {
  alertSubject,
  capabilityKey,
  dlqSubject,
  eventsPattern,
  eventsSubject,
  parseSubject,
  resultSubject,
  taskSubject,
  tasksPattern,
} from '../../src/bus/subjects.ts';

const host = 'web_1-0a1b2c3d';
const batch = { domain: 'process', verb: 'started', host, collector: 'procmond' } as const;
const task = { host, collector: 'procmond', analysis: 'binary_hash', task: 't1' };

describe('subjects', () => {
  test('are those of the design, and are parsed back', () => {
    const made = [
      [eventsSubject(batch), `deye.v1.events.process.started.${host}.procmond`],
      [taskSubject(task), `deye.v1.tasks.${host}.procmond.binary_hash`],
      [resultSubject(task), `deye.v1.results.${host}.procmond.binary_hash.t1`],
      [alertSubject('high', 'r1', 'a1'), 'deye.v1.alerts.high.r1.a1'],
      [dlqSubject('DEYE_TASKS'), 'deye.v1.dlq.DEYE_TASKS'],
      [capabilityKey(host, 'procmond'), `${host}.procmond`],
    ];
    expect(made.map(([is]) => is)).toEqual(made.map(([, should]) => should));
    expect(made.map(([subject]) => parseSubject(subject ?? ''))).toEqual([
      { kind: 'events', ...batch },
      { kind: 'task', host, collector: 'procmond', analysis: 'binary_hash' },
      { kind: 'result', ...task },
      { kind: 'alert', severity: 'high', rule: 'r1', alert: 'a1' },
      { kind: 'dead_letter', stream: 'DEYE_TASKS' },
      null,
    ]);
  });

  test('match the patterns of their kind', () => {
    const subject = eventsSubject(batch);
    const patterns = [
      eventsPattern(),
      eventsPattern('process'),
      eventsPattern('process', 'started'),
    ];
    expect(patterns.map((pattern) => matchesSubject(pattern, subject))).toEqual([true, true, true]);
    expect(matchesSubject(eventsPattern('process', 'exited'), subject)).toBe(false);
    expect(matchesSubject(tasksPattern(host, 'procmond'), taskSubject(task))).toBe(true);
    expect(matchesSubject(tasksPattern(host, 'netmond'), taskSubject(task))).toBe(false);
  });

  test.each(['', 'a.b', '*', '>', 'a b'])('are refused with the part %j', (part) => {
    const invalid = expect.objectContaining({ code: 'BUS_SUBJECT_INVALID' });
    expect(() => taskSubject({ ...task, analysis: part })).toThrow(invalid);
    expect(() => capabilityKey(part, 'procmond')).toThrow(invalid);
  });

  test.each(['deye.v1', 'deye.v2.dlq.A', 'deye.v1.dlq.A.B', 'deye.v1.tasks.a.b', 'x', ''])(
    '%j is none of the suite',
    (subject) => {
      expect(parseSubject(subject)).toBeNull();
    },
  );
});

describe('streams', () => {
  test('share no subject', () => {
    const patterns = streams.flatMap((stream) => stream.subjects);
    const clashes = patterns.flatMap((a, index) =>
      patterns.slice(index + 1).filter((b) => patternsOverlap(a, b)),
    );
    expect(clashes).toEqual([]);
  });
});
