import { describe, expect, test } from '@jest/globals';
import { onBus, take } from './bus-under-test.ts';
import type { MakeBus } from './bus-under-test.ts';
import { letterMessage } from './sample-messages.ts';

/** Pattern, subject below `deye.v1.dlq`, whether it matches: the truth table of NATS. */
export const wildcardTable: readonly (readonly [string, string, boolean])[] = [
  ['deye.v1.dlq.a', 'a', true],
  ['deye.v1.dlq.a', 'b', false],
  ['deye.v1.dlq.a', 'A', false],
  ['deye.v1.dlq.a', 'aa', false],
  ['deye.v1.dlq.aa', 'a', false],
  ['deye.v1.dlq.a', 'a.b', false],
  ['deye.v1.dlq.a.b', 'a', false],
  ['deye.v1.dlq.a.b', 'a.b', true],
  ['deye.v1.dlq.a.b', 'a.c', false],
  ['deye.v1.dlq.*', 'a', true],
  ['deye.v1.dlq.*', 'a_b-1', true],
  ['deye.v1.dlq.*', 'a.b', false],
  ['deye.v1.dlq.*.b', 'a.b', true],
  ['deye.v1.dlq.*.b', 'b', false],
  ['deye.v1.dlq.*.b', 'a.c', false],
  ['deye.v1.dlq.*.b', 'a.b.c', false],
  ['deye.v1.dlq.a.*', 'a.b', true],
  ['deye.v1.dlq.a.*', 'a', false],
  ['deye.v1.dlq.a.*', 'a.b.c', false],
  ['deye.v1.dlq.a.*.c', 'a.b.c', true],
  ['deye.v1.dlq.a.*.c', 'a.b.b.c', false],
  ['deye.v1.dlq.*.*', 'a.b', true],
  ['deye.v1.dlq.*.*', 'a', false],
  ['deye.v1.dlq.*.*', 'a.b.c', false],
  ['deye.v1.dlq.>', 'a', true],
  ['deye.v1.dlq.>', 'a.b.c.d', true],
  ['deye.v1.dlq.a.>', 'a', false],
  ['deye.v1.dlq.a.>', 'a.b', true],
  ['deye.v1.dlq.a.>', 'a.b.c', true],
  ['deye.v1.dlq.a.>', 'ab.c', false],
  ['deye.v1.dlq.*.>', 'a', false],
  ['deye.v1.dlq.*.>', 'a.b', true],
  ['deye.v1.dlq.*.b.>', 'a.b.c', true],
  ['deye.v1.dlq.*.b.>', 'a.b', false],
  ['deye.*.dlq.a', 'a', true],
  ['*.*.*.*', 'a', true],
  ['*.*.*', 'a', false],
  ['*.>', 'a', true],
  ['>', 'a', true],
  ['deye.>', 'a.b', true],
  ['deye.v2.>', 'a', false],
];

const badSubjects = [
  '',
  '.',
  'deye..x',
  '.deye',
  'deye.',
  'deye.*',
  'deye.>',
  'deye v1',
  'deye.\n',
];
const badPatterns = ['', 'deye..x', 'deye.', 'deye.>.x', 'de*', 'deye.x>', 'deye. .x'];

/** Subjects and wildcards. */
export function describeSubjects(makeBus: MakeBus): void {
  describe('subjects', () => {
    test.each(wildcardTable)('%s and …%s: %s', (pattern, tail, matches) =>
      onBus(makeBus, async ({ bus }) => {
        const subscription = bus.subscribe({ subjects: [pattern, 'deye.v1.dlq.the.end.x'] });
        const { payload } = letterMessage(1);
        const subject = `deye.v1.dlq.${tail}`;
        await bus.publish({ subject, payload });
        await bus.publish({ subject: 'deye.v1.dlq.the.end.x', payload });
        const [first] = await take(subscription, 1);
        expect(first?.subject).toBe(matches ? subject : 'deye.v1.dlq.the.end.x');
      })(),
    );

    test.each(badSubjects)('refuses to publish on %j', (subject) =>
      onBus(makeBus, async ({ bus }) => {
        const { payload } = letterMessage(1);
        await expect(bus.publish({ subject, payload })).rejects.toMatchObject({
          code: 'BUS_SUBJECT_INVALID',
        });
      })(),
    );

    test.each(badPatterns)('refuses to subscribe to %j', (pattern) =>
      onBus(makeBus, async ({ bus }) => {
        expect(() => bus.subscribe({ subjects: [pattern] })).toThrow(
          expect.objectContaining({ code: 'BUS_SUBJECT_INVALID' }),
        );
      })(),
    );

    test(
      'refuses a subject that no stream keeps',
      onBus(makeBus, async ({ bus }) => {
        const { payload } = letterMessage(1);
        await expect(bus.publish({ subject: 'deye.v1.other.x', payload })).rejects.toMatchObject({
          code: 'BUS_NO_STREAM',
        });
      }),
    );
  });
}
