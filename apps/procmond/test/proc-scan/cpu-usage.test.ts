import { describe, expect, test } from '@jest/globals';

import { cpuUsage } from '../../src/proc-scan/cpu-usage.ts';

describe('cpuUsage', () => {
  test('is per cent of one core', () => {
    expect(cpuUsage({ ticks: 100, atMs: 0 }, { ticks: 300, atMs: 1_000 })).toBe(200);
    expect(cpuUsage({ ticks: 100, atMs: 0 }, { ticks: 101, atMs: 30_000 })).toBe(0.03);
  });
  test('is null for no time', () => {
    expect(cpuUsage({ ticks: 1, atMs: 5 }, { ticks: 1, atMs: 5 })).toBeNull();
  });
  test('is never below zero', () => {
    expect(cpuUsage({ ticks: 9, atMs: 0 }, { ticks: 8, atMs: 10 })).toBe(0);
  });
});
