import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Admission } from '../../src/runtime/admission.ts';

describe('Admission', () => {
  test('gives one source alone the whole buffer', () => {
    const admission = new Admission(10, 1);
    while (admission.mayEnter(0)) admission.enter(0);
    expect(admission.depth).toBe(10);
  });

  test('keeps room for each source, whatever the others do, and never holds more than the capacity', () => {
    const moves = fc.array(fc.record({ source: fc.nat(3), leaves: fc.boolean() }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 100 }), moves, (capacity, steps) => {
        const admission = new Admission(capacity, 4);
        const held = [0, 0, 0, 0];
        for (const { source, leaves } of steps) {
          const count = held[source] ?? 0;
          if (leaves && count > 0) {
            admission.leave(source, count);
            held[source] = 0;
          } else if (admission.mayEnter(source)) {
            admission.enter(source);
            held[source] = count + 1;
          } else expect(count).toBeGreaterThanOrEqual(Math.floor(capacity / 8));
          expect(admission.depth).toBe(held.reduce((sum, each) => sum + each, 0));
          expect(admission.depth).toBeLessThanOrEqual(capacity);
        }
      }),
    );
  });
});
