import { describe, expect, test } from '@jest/globals';
import { serverGaps, unknownSettings } from '../../src/nats-bus/server-gaps.ts';

describe('serverGaps', () => {
  test.each([
    ['2.15.1', 0],
    ['2.11.0', 0],
    ['3.0.0-beta.1', 0],
    ['2.10.29', 1],
    ['2.9.10', 3],
    ['dev', 3],
    ['', 3],
  ])('of %j are %i', (version, gaps) => {
    expect(serverGaps(version)).toHaveLength(gaps);
  });
});

describe('unknownSettings', () => {
  test('are the settings that an old server must not be sent', () => {
    expect([...unknownSettings('2.10.1')]).toEqual(['subject_delete_marker_ttl']);
  });
});
