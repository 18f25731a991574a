import { describe, expect, test } from '@jest/globals';

import { forkedFacts } from '../src/forked-facts.ts';
import { processIdentity } from '../src/process-key.ts';
import { someFacts } from './some-facts.ts';

const ref = processIdentity('b32d1fb1', 8, 2_000_000_000n);

describe('forkedFacts', () => {
  test('is a copy of the parent with identity, parent and start of its own', () => {
    const parent = someFacts(7, 100, { container_id: 'c', user_id: 33, ppid: 1, name: 'sh' });
    expect(forkedFacts(ref, 7, 5n, parent)).toEqual({ ...parent, ref, ppid: 7, start_time: 5n });
  });

  test('is NULL in every other column when nothing is known of the parent', () => {
    const { name: _, user_id: __, group_id: ___, ...unknown } = someFacts(8, 200);
    expect(forkedFacts(ref, 7, null, null)).toMatchObject({ ...unknown, ppid: 7, user_id: null });
  });
});
