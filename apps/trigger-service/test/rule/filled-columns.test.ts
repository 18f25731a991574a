import { describe, expect, test } from '@jest/globals';
import { filledBy } from '../../src/rule/filled-columns.ts';
import { announcement } from '../fixture/announcement.ts';

describe('filledBy', () => {
  test('joins what live collectors fill and leaves out those that have stopped', () => {
    const filled = filledBy([
      announcement({ columns: { process_events: ['pid', 'name'] } }),
      announcement({ columns: { process_events: ['pid', 'cwd'] }, health: 'degraded' }),
      announcement({ columns: { process_events: ['is_memfd'] }, health: 'stopped' }),
    ]);
    expect([...filled('process_events')].toSorted()).toEqual(['cwd', 'name', 'pid']);
    expect([...filled('gaps')]).toEqual([]);
  });
});
