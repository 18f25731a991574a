import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DeyeError } from '../../src/error/deye-error.ts';
import { SequenceRanges } from '../../src/runtime/sequence-ranges.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { covered, gapNumbers, upTo } from './cover.ts';
import { aPipeline } from './pipeline-fixture.ts';

const types = ['process.started', 'process.exited', 'process.snapshot'] as const;

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('emit' as const),
      source: fc.nat({ max: 2 }),
      type: fc.constantFrom(...types),
      count: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 3_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('bus' as const),
      answer: fc.constantFrom(
        'store' as const,
        'slow' as const,
        'full' as const,
        'refuse' as const,
      ),
      delayMs: fc.integer({ min: 1, max: 2_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('lost' as const), source: fc.nat({ max: 2 }) }),
  },
);

describe('EventPipeline', () => {
  test('accounts for every number exactly once, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.boolean(),
        async (steps, hasTimeToDrain) => {
          const settings = {
            eventBufferSize: 30,
            batchMaxEvents: 8,
            maxBackpressureWaitMs: 200,
            ledgerIntervalMs: 700,
          };
          const { pipeline, bus, clock, drain } = aPipeline(settings, ['a', 'b', 'c']);
          let emitted = 0;
          const emits: Promise<boolean>[] = [];
          for (const next of steps) {
            if (next.kind === 'emit')
              for (let i = 0; i < next.count; i += 1) {
                emits.push(pipeline.emit(next.source, aProcessDraft({ type: next.type })));
                emitted += 1;
              }
            if (next.kind === 'lost')
              pipeline.lost(next.source, {
                reason: 'kernel_overflow',
                count: 2,
                lowerBound: false,
                from: 1n,
                until: 2n,
              });
            if (next.kind === 'wait') await clock.advance(next.ms);
            if (next.kind === 'bus')
              bus.answer = async () => {
                if (next.answer !== 'store') await clock.sleep(next.delayMs);
                if (next.answer === 'full') throw new DeyeError('BUS_STREAM_FULL');
                if (next.answer === 'refuse') throw new DeyeError('BUS_NO_STREAM');
              };
            const { last_seq, stored, shed, pending } = pipeline.totals();
            expect(last_seq).toBe(stored + shed + pending);
            expect(bus.events()).toHaveLength(stored);
            expect(pipeline.depth).toBeLessThanOrEqual(settings.eventBufferSize);
          }
          if (hasTimeToDrain) bus.answer = () => undefined;
          const abandoned = await drain(hasTimeToDrain ? 10_000 : 100);
          await clock.advance(10_000);
          const results = await Promise.all(emits);
          const { last_seq } = pipeline.totals();
          const all = covered(bus.events());
          // Disjoint, and what is neither stored nor in a stored gap is counted.
          expect(new Set(all).size).toBe(all.length);
          if (hasTimeToDrain) expect(all).toEqual(upTo(last_seq));
          const inGaps = new Set(gapNumbers(bus.events()));
          const delivered = bus.events().filter(({ type }) => type.startsWith('process.'));
          for (const { seq } of bus.events()) expect(inGaps.has(seq)).toBe(false);
          if (hasTimeToDrain) {
            expect(abandoned).toBe(0);
            const own = last_seq - emitted;
            expect(own).toBeGreaterThanOrEqual(1);
            expect(results).toHaveLength(emitted);
          }
          expect(delivered.length).toBeLessThanOrEqual(results.filter(Boolean).length);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('SequenceRanges', () => {
  test('holds the numbers that were added, in as few ranges as can be', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const ranges = new SequenceRanges();
        for (const number of numbers) ranges.add(number, number);
        const listed = ranges.ranges().flatMap(({ first, last }) => upTo(last).slice(first - 1));
        const ascending = numbers.toSorted((a, b) => a - b);
        expect(listed).toEqual(ascending);
        expect(ranges.count).toBe(numbers.length);
        expect(ranges.size).toBe(
          ascending.filter((number) => !numbers.includes(number - 1)).length,
        );
      }),
    );
  });

  test('takes the lowest ranges out', () => {
    const ranges = new SequenceRanges();
    for (const number of [1, 2, 5, 9]) ranges.add(number, number);
    expect(ranges.take(2).toText()).toEqual(['1-2', '5-5']);
    expect([ranges.toText(), ranges.count]).toEqual([['9-9'], 1]);
  });
});
