import { existsSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { Btf } from '../../src/btf/btf.ts';
import { btfKind } from '../../src/btf/btf-kind.ts';
import {
  functionId,
  memberAt,
  offsetOf,
  optionalOffsetOf,
  tracepointArguments,
} from '../../src/btf/kernel-layout.ts';
import { KERNEL_BTF, readKernelBtf } from '../../src/btf/read-kernel-btf.ts';
import { KernelRefusal } from '../../src/platform/kernel-refusal.ts';
import { resolveTaskLayout } from '../../src/process-trace/task-layout.ts';
import { sample, writeBtf } from './btf-builder.ts';

const changed = (at: number, value: number): Buffer => {
  const bytes = Buffer.from(sample);
  bytes.writeUInt32LE(value, at);
  return bytes;
};

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof KernelRefusal) return error.code;
    throw error;
  }
  return 'nothing';
}

describe('offsetOf', () => {
  const btf = new Btf(sample);
  test.each([
    ['a', 0],
    ['hidden', 4],
    ['first', 8],
    ['second', 8],
    ['inner', 12],
    ['inner.x', 12],
    ['inner.list', 16],
    ['bits', 32],
  ])('finds %s through typedefs and anonymous members', (path, offset) => {
    expect(offsetOf(btf, 'outer', path)).toBe(offset);
  });
  test('says what is missing', () => {
    expect(codeOf(() => offsetOf(btf, 'outer', 'inner.y'))).toBe('BTF_MISSING');
    expect(codeOf(() => offsetOf(btf, 'other', 'a'))).toBe('BTF_MISSING');
    expect(optionalOffsetOf(btf, 'outer', 'a.b')).toBeNull();
  });
});

describe('functionId', () => {
  test('is the number of the function among the types', () => {
    expect(functionId(new Btf(sample), 'walker')).toBe(10);
    expect(codeOf(() => functionId(new Btf(sample), 'outer'))).toBe('BTF_MISSING');
  });
});

describe('tracepointArguments', () => {
  test('counts what a program is given', () => {
    expect(tracepointArguments(new Btf(sample), 'walked')).toBe(2);
    expect(tracepointArguments(new Btf(sample), 'other')).toBeNull();
  });
});

describe('Btf', () => {
  test('knows kind, size and elements of a type', () => {
    const btf = new Btf(sample);
    const { type } = memberAt(btf, 'outer', 'inner.list');
    expect([btf.kind(type), btf.kind(btf.element(type)), btf.size(btf.element(type))]).toEqual([
      btfKind.array,
      btfKind.int,
      4,
    ]);
  });
  test.each([
    ['another magic', changed(0, 0x0001_9feb)],
    ['a section beyond the end', changed(12, 0x7fff_ffff)],
    ['strings beyond the end', changed(20, 0x7fff_ffff)],
    ['a kind that is not known', changed(28, 31 << 24)],
    ['a type that is cut', changed(28, (4 << 24) | 0xffff)],
    ['nothing', Buffer.alloc(0)],
    ['a header that is cut', sample.subarray(0, 23)],
    ['strings without an end', sample.subarray(0, -1)],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(() => new Btf(bytes))).toBe('BTF_MALFORMED');
  });
  test('refuses a typedef of itself and a struct within itself', () => {
    const typedef = new Btf(writeBtf([{ name: 'loop', kind: 8, last: 1 }]));
    expect(codeOf(() => typedef.resolve(1))).toBe('BTF_MALFORMED');
    const struct = new Btf(
      writeBtf([{ name: 'loop', kind: 4, entries: 1, last: 4, words: ['', 1, 0] }]),
    );
    expect(codeOf(() => struct.member(1, 'x'))).toBe('BTF_MALFORMED');
  });
  test('answers or refuses with a code whatever bytes were changed', () => {
    const change = fc.tuple(fc.nat(sample.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(sample.length), (changes, length) => {
        const bytes = Buffer.from(sample.subarray(0, length === 0 ? sample.length : length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const code = codeOf(() => {
          const btf = new Btf(bytes);
          for (const path of ['a', 'second', 'inner.list', 'nothing'])
            optionalOffsetOf(btf, 'outer', path);
          tracepointArguments(btf, 'walked');
        });
        expect(['nothing', 'BTF_MALFORMED', 'BTF_MISSING']).toContain(code);
      }),
      { numRuns: 500 },
    );
  });
});

const shows = existsSync(KERNEL_BTF);

describe('readKernelBtf', () => {
  test('refuses a kernel that shows no types', () => {
    expect(codeOf(() => readKernelBtf('/nowhere'))).toBe('BTF_MISSING');
  });
  (shows ? test : test.skip)(
    `has all that the programs need${shows ? '' : ' (skipped: the kernel shows no BTF)'}`,
    () => {
      const btf = readKernelBtf();
      const layout = resolveTaskLayout(btf);
      const size = btf.size(btf.find('task_struct', btfKind.struct) ?? 0);
      for (const offset of Object.values(layout.task)) {
        expect(offset).toBeGreaterThan(0);
        expect(offset).toBeLessThan(size);
      }
      expect(new Set(Object.values(layout.task)).size).toBe(Object.values(layout.task).length);
    },
  );
});
