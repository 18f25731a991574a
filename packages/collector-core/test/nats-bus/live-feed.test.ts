import { describe, expect, test } from '@jest/globals';
import { widestPatterns } from '../../src/nats-bus/live-feed.ts';

describe('widestPatterns', () => {
  test('leaves out what another pattern covers, and repetitions', () => {
    expect(widestPatterns(['a.b', 'a.*', 'a.*', 'c.>', 'c.d.>', 'a.b.c'])).toEqual([
      'a.*',
      'c.>',
      'a.b.c',
    ]);
  });
});
