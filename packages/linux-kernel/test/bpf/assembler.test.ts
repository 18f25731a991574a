import { describe, expect, test } from '@jest/globals';

import { Assembler } from '../../src/bpf/assembler.ts';
import { r0, r1, r10, r2, r3, r6, r7, r9 } from '../../src/bpf/register.ts';

const hex = (program: Assembler): readonly string[] =>
  (program.build().toString('hex').match(/.{16}/g) ?? []).map(String);

describe('Assembler', () => {
  // As llvm-mc -triple bpfel --show-encoding prints the same instructions.
  test.each<[string, Assembler, string]>([
    ['r6 = r1', new Assembler().move(r6, r1), 'bf16000000000000'],
    ['r0 = 0', new Assembler().set(r0, 0), 'b700000000000000'],
    ['r2 = -1', new Assembler().set(r2, -1), 'b7020000ffffffff'],
    ['r2 += -32', new Assembler().add(r2, -32), '07020000e0ffffff'],
    ['r9 -= r3', new Assembler().subtract(r9, r3), '1f39000000000000'],
    ['r1 &= 4', new Assembler().and(r1, 4), '5701000004000000'],
    ['r0 >>= 32', new Assembler().shiftRight(r0, 32), '7700000020000000'],
    ['r7 = *(u64 *)(r1 + 8)', new Assembler().load(8, r7, r1, 8), '7917080000000000'],
    ['r1 = *(u32 *)(r10 - 24)', new Assembler().load(4, r1, r10, -24), '61a1e8ff00000000'],
    ['r1 = *(u16 *)(r2 + 2)', new Assembler().load(2, r1, r2, 2), '6921020000000000'],
    ['r1 = *(u8 *)(r2 + 1)', new Assembler().load(1, r1, r2, 1), '7121010000000000'],
    ['*(u64 *)(r10 - 8) = r9', new Assembler().store(8, r10, -8, r9), '7b9af8ff00000000'],
    ['*(u32 *)(r10 - 4) = 7', new Assembler().storeValue(4, r10, -4, 7), '620afcff07000000'],
    ['lock *(u64 *)(r6 + 24) += r1', new Assembler().atomicAdd(r6, 24, r1), 'db16180000000000'],
    ['call 113', new Assembler().call('readKernel'), '8500000071000000'],
    ['exit', new Assembler().exit(), '9500000000000000'],
  ])('encodes %s', (_, program, expected) => {
    expect(hex(program)).toEqual([expected]);
  });

  test('loads a map by its descriptor in two slots', () => {
    expect(hex(new Assembler().loadMap(r1, 5))).toEqual(['1811000005000000', '0000000000000000']);
  });

  test('counts jumps in slots, from behind the jump, in both directions', () => {
    const program = new Assembler().label('begin').jumpIf('equal', r0, 0, 'out').loadMap(r1, 5);
    program.jumpIf('notEqual', r1, 1, 'begin').jumpIf('atMost', r9, 4096, 'out');
    program.jumpIfRegistersDiffer(r1, r2, 'out').jump('begin').end('out');
    expect(hex(program)).toEqual([
      '1500060000000000',
      '1811000005000000',
      '0000000000000000',
      '5501fcff01000000',
      'b509020000100000',
      '5d21010000000000',
      '0500f9ff00000000',
      'b700000000000000',
      '9500000000000000',
    ]);
  });

  test('refuses a jump to nowhere, a label that stands twice and an offset that is too far', () => {
    expect(() => new Assembler().jump('out').build()).toThrow('there is no label out');
    expect(() => new Assembler().label('a').label('a')).toThrow('label a stands twice');
    expect(() => new Assembler().load(8, r1, r2, 40_000).build()).toThrow('16 bits');
  });
});
