import { describe, expect, test } from '@jest/globals';
import { DuplicateWindow } from '../../src/local-bus/duplicate-window.ts';

describe('DuplicateWindow', () => {
  test('finds an id up to the end of its own window', () => {
    const window = new DuplicateWindow(100, 1_000);
    window.add('a', 1, 0);
    window.add('b', 2, 90);
    window.add('c', 3, 110);
    expect(['a', 'b', 'c'].map((id) => window.find(id, 99))).toEqual([1, 2, 3]);
    expect(['a', 'b', 'c'].map((id) => window.find(id, 100))).toEqual([undefined, 2, 3]);
    window.add('d', 4, 189);
    expect(['b', 'c'].map((id) => window.find(id, 189))).toEqual([2, 3]);
    expect(['b', 'c'].map((id) => window.find(id, 190))).toEqual([undefined, 3]);
  });

  test('remembers at least half of the most ids, and never more than all', () => {
    const window = new DuplicateWindow(1_000, 10);
    for (let n = 1; n <= 100; n += 1) window.add(`${n}`, n, 0);
    const found = Array.from({ length: 100 }, (_, index) => window.find(`${index + 1}`, 1));
    const kept = found.filter((sequence) => sequence !== undefined);
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept.at(-1)).toBe(100);
  });
});
