import { describe, expect, test } from '@jest/globals';

import { readTraceRecord } from '../../src/process-trace/trace-record.ts';

const [EXEC, EXIT, FORK] = [0, 1, 2];
const AT = 24;

function record(kind: number, args = Buffer.alloc(0), flags = 0): Buffer {
  const data = Buffer.alloc(AT + 352 + args.length + 8, 0xee);
  data.fill(0, AT, AT + 352);
  const words = [kind, 50, 49, 1_000, 0, 0, 0, 0, 0, 0, 1_001, 9 << 8, args.length, flags, 7, 48];
  for (const [index, word] of words.entries()) data.writeUInt32LE(word, AT + index * 4);
  data.writeBigUInt64LE(5_000n, AT + 16);
  data.writeBigUInt64LE(77n, AT + 24);
  data.writeBigUInt64LE(4_000n, AT + 32);
  data.write('fifteen-letters', AT + 64);
  data.writeBigUInt64LE(3n, AT + 80);
  data.writeBigUInt64LE(0x7ffc_0000_1000n, AT + 88);
  data.write('/usr/bin/a', AT + 96);
  args.copy(data, AT + 352);
  return data;
}

const task = {
  pid: 50,
  parent: 49,
  euid: 1_000,
  egid: 1_001,
  boottime: 5_000n,
  startBoottime: 4_000n,
  cgroup: 77n,
  loginuid: 7,
  session: 48,
  comm: 'fifteen-letters',
  execId: 3n,
};
const argsOf = (text: string, flags = 0) => {
  const read = readTraceRecord(record(EXEC, Buffer.from(text), flags), AT);
  return read.kind === 'exec' ? [read.args, read.cut] : [];
};

describe('readTraceRecord', () => {
  test('reads each kind whole', () => {
    expect(readTraceRecord(record(FORK), AT)).toEqual({ kind: 'fork', ...task });
    expect(readTraceRecord(record(EXIT), AT)).toEqual({ kind: 'exit', ...task, status: 9 << 8 });
    expect(readTraceRecord(record(EXEC, Buffer.from('a\0')), AT)).toEqual({
      kind: 'exec',
      ...task,
      path: '/usr/bin/a',
      args: ['a'],
      cut: false,
      startStack: 0x7ffc_0000_1000,
    });
  });
  test('keeps empty arguments, and those that are cut', () => {
    expect(argsOf('a\0\0b\0\0')).toEqual([['a', '', 'b', ''], false]);
    expect(argsOf('\0')).toEqual([[''], false]);
    expect(argsOf('a\0bc', 1)).toEqual([['a', 'bc'], true]);
    expect(argsOf('', 2)).toEqual([null, false]);
  });
  test('has no login where the kernel says that nobody logged in', () => {
    const data = record(FORK);
    data.writeUInt32LE(0xffff_ffff, AT + 56);
    expect(readTraceRecord(data, AT).loginuid).toBeNull();
  });
});
