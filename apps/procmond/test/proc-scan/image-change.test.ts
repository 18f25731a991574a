import { parseStat } from '@daemoneye/linux-kernel';
import type { ProcStat } from '@daemoneye/linux-kernel';
import { describe, expect, test } from '@jest/globals';

import { hasEnded, imageChange } from '../../src/proc-scan/image-change.ts';

const FIELDS = Array.from({ length: 49 }, () => '0').join(' ');
const empty = parseStat(Buffer.from(`7 (sh) S ${FIELDS}\n`));

function stat(given: Partial<ProcStat> = {}): ProcStat {
  if (empty === null) throw new Error('no stat');
  return { ...empty, startCode: 1, endCode: 1, vsizeBytes: 1000, threads: 1, ...given };
}

const seen = { startCode: 100, endCode: 200, startStack: 300 };

describe('imageChange', () => {
  test.each([
    ['nothing', stat(seen), stat({ ...seen, cpuTicks: 9, rssPages: 9, vsizeBytes: 2 }), 'same'],
    ['memory laid out anew', stat(seen), stat({ ...seen, startStack: 301 }), 'replaced'],
    ['a heap elsewhere', stat(seen), stat({ ...seen, startBrk: 5 }), 'replaced'],
    ['a new name', stat(seen), stat({ ...seen, comm: 'x' }), 'perhaps'],
    ['the first exec after fork', stat({ flags: 0x40 }), stat(), 'replaced'],
    ['hidden: nothing', stat(), stat({ cpuTicks: 9, rssPages: 9 }), 'same'],
    ['hidden: a new name', stat(), stat({ comm: 'x' }), 'perhaps'],
    ['hidden: a new size', stat(), stat({ vsizeBytes: 2 }), 'perhaps'],
    ['addresses hidden from now on', stat(seen), stat(), 'same'],
    [
      'a kernel thread that works',
      stat({ flags: 0x200000 }),
      stat({ flags: 0x200000, comm: 'kworker/1' }),
      'same',
    ],
    ['a zombie', stat(seen), stat({ state: 'Z', startCode: 0, vsizeBytes: 0 }), 'same'],
  ] as const)('%s', (_, former, present, change) => {
    expect(imageChange(former, present)).toBe(change);
  });
});

describe('hasEnded', () => {
  test.each([
    ['Z', 1, true],
    ['Z', 3, false],
    ['X', 0, true],
    ['S', 1, false],
  ])('state %s with %i threads: %s', (state, threads, ended) => {
    expect(hasEnded(stat({ state, threads }))).toBe(ended);
  });
});
