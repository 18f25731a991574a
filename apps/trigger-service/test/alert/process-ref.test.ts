import { describe, expect, test } from '@jest/globals';
import { processRefOf } from '../../src/alert/process-ref.ts';

describe('processRefOf', () => {
  test('turns ticks into nanoseconds since boot', () => {
    expect(processRefOf('0badcafe-4242-360000')).toEqual({
      pid: 4_242,
      start_boottime: 3_600_000_000_000n,
      boot_id: '0badcafe',
      key: '0badcafe-4242-360000',
    });
  });

  test.each([
    null,
    '',
    '0badcafe-4242',
    '0badcafe-x-1',
    '0BADCAFE-1-1',
    '0badcafe-1-1-1',
    '0badcafe-1--1',
  ])('knows no process behind %p', (key) => {
    expect(processRefOf(key)).toBeNull();
  });
});
