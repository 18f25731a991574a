import { describe, expect, test } from '@jest/globals';
import { array, assert, boolean, integer, property } from 'fast-check';

import { ThreadGroups } from '../src/thread-groups.ts';

describe('ThreadGroups', () => {
  test('ends a process of one thread with that thread, and holds nothing', () => {
    const groups = new ThreadGroups();
    expect(groups.threadEnded(7, 7, 0x300)).toBe(0x300);
    expect(groups.size).toBe(0);
  });

  test('ends a process with its last thread, the first one being the last', () => {
    const groups = new ThreadGroups();
    groups.threadStarted(7);
    expect(groups.threadEnded(7, 8, 0)).toBeNull();
    expect(groups.threadEnded(7, 7, 0x100)).toBe(0x100);
    expect(groups.size).toBe(0);
  });

  test('goes on after its first thread, whose status counts', () => {
    const groups = new ThreadGroups();
    groups.threadStarted(7);
    expect(groups.threadEnded(7, 7, 0x200)).toBeNull();
    expect(groups.threadEnded(7, 8, 0)).toBe(0x200);
  });

  test('takes the status of a signal that ends the threads left', () => {
    const groups = new ThreadGroups();
    groups.threadStarted(7);
    groups.threadEnded(7, 7, 0);
    expect(groups.threadEnded(7, 8, 9)).toBe(9);
  });

  test('goes on as one thread after an exec by another thread than the first', () => {
    const groups = new ThreadGroups();
    for (const _ of [8, 9]) groups.threadStarted(7);
    expect(groups.threadEnded(7, 7, 9)).toBeNull();
    expect(groups.threadEnded(7, 8, 9)).toBeNull();
    groups.executed(7);
    expect(groups.size).toBe(0);
    expect(groups.threadEnded(7, 7, 0)).toBe(0);
  });

  test('takes over what was found by other means than counting', () => {
    const groups = new ThreadGroups();
    groups.leaderEnded(7, 0x100, 2);
    expect(groups.threadEnded(7, 8, 0)).toBeNull();
    expect(groups.forget(7)).toBe(0x100);
    expect([groups.forget(7), groups.size]).toEqual([null, 0]);
  });

  test('forgets the process added first when it is full', () => {
    const groups = new ThreadGroups(2);
    for (const pid of [1, 2, 3]) groups.threadStarted(pid);
    expect(groups.size).toBe(2);
    expect(groups.threadEnded(1, 1, 0)).toBe(0);
    expect(groups.threadEnded(3, 3, 0)).toBeNull();
  });

  test('ends a process exactly once, at the end of the last of its threads, in any order', () => {
    assert(
      property(
        integer({ min: 0, max: 6 }),
        array(integer({ min: 0, max: 99 })),
        (others, picks) => {
          const groups = new ThreadGroups();
          const tids = [7, ...Array.from({ length: others }, (_, index) => 100 + index)];
          for (let i = 0; i < others; i++) groups.threadStarted(7);
          const order = tids.toSorted((a, b) => (picks[a % 7] ?? a) - (picks[b % 7] ?? b) || a - b);
          const told = order.map((tid) => groups.threadEnded(7, tid, 0x100));
          expect(told).toEqual([...order.slice(1).map(() => null), 0x100]);
          expect(groups.size).toBe(0);
        },
      ),
    );
  });

  test('never holds more than its bound', () => {
    assert(
      property(array(integer({ min: 1, max: 50 })), array(boolean()), (pids, starts) => {
        const groups = new ThreadGroups(5);
        for (const [index, pid] of pids.entries()) {
          if (starts[index] ?? true) groups.threadStarted(pid);
          else groups.threadEnded(pid, pid, 0);
          expect(groups.size).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});
