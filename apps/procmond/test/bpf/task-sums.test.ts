import type { TaskRecord } from '@daemoneye/linux-kernel';
import { describe, expect, test } from '@jest/globals';

import { runtimeUsage, TaskSums } from '../../src/bpf/task-sums.ts';

function task(given: Partial<TaskRecord>): TaskRecord {
  return {
    tid: 10,
    pid: 10,
    isAlive: true,
    startBoottime: 5n,
    runtimeNs: 0,
    runtimeOfDeadNs: 0,
    boottime: 100n,
    pages: 3,
    execId: 1n,
    ...given,
  };
}

describe('TaskSums', () => {
  test('adds the time of all threads, and that of ended ones once', () => {
    const sums = new TaskSums();
    sums.add(task({ runtimeNs: 10, runtimeOfDeadNs: 5 }));
    sums.add(task({ tid: 11, runtimeNs: 20, runtimeOfDeadNs: 5 }));
    sums.add(task({ tid: 12, pid: 12, pages: null }));
    expect(sums.all()).toEqual([
      { pid: 10, startBoottime: 5n, execId: 1n, runtimeNs: 35, boottime: 100n, pages: 3 },
      { pid: 12, startBoottime: 5n, execId: 1n, runtimeNs: 0, boottime: 100n, pages: null },
    ]);
  });
  test('leaves out zombies', () => {
    const sums = new TaskSums();
    sums.add(task({ isAlive: false }));
    expect(sums.get(10)).toBeUndefined();
  });
});

describe('runtimeUsage', () => {
  const from = { runtimeNs: 1_000_000_000, boottime: 0n };
  test.each([
    [1_500_000_000, 1_000_000_000n, 50],
    [3_000_000_000, 1_000_000_000n, 200],
    [1_000_000_000, 1_000_000_000n, 0],
    [1_000_123_456, 1_000_000_000n, 0.01],
    [900_000_000, 1_000_000_000n, 0],
    [2_000_000_000, 0n, null],
  ])('of %d ns at %d ns is %d per cent', (runtimeNs, boottime, usage) => {
    expect(runtimeUsage(from, { runtimeNs, boottime })).toBe(usage);
  });
});
