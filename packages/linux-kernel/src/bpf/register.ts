/**
 * Registers of a BPF program, Documentation/bpf/standardization/instruction-set.rst: r0 holds results, r1 to r5 arguments (lost at
 * each call), r6 to r9 stay, r10 is the end of the 512 bytes of stack and cannot be written. No program here calls
 * with five arguments.
 */
export const [r0, r1, r2, r3, r4, , r6, r7, r8, r9, r10] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

export type Register = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Bytes of a load or store. */
export type Width = 1 | 2 | 4 | 8;
