/** One foreign function: the symbol, what it returns and what it takes. */
export interface Signature {
  readonly symbol: string;
  readonly result: string;
  readonly parameters: readonly string[];
}

/**
 * Every foreign function that is called, in koffi's type names. `syscall` is declared once per use: its C prototype is variadic, and
 * the kernel takes whole registers, hence int64 also where it reads an int.
 */
export const signatures = {
  getpid: { symbol: 'getpid', result: 'int', parameters: [] },
  pidfdOpen: { symbol: 'syscall', result: 'int64', parameters: ['int64', 'int64', 'int64'] },
  openat2: {
    symbol: 'syscall',
    result: 'int64',
    parameters: ['int64', 'int64', 'str', 'void *', 'uint64'],
  },
} as const satisfies Record<string, Signature>;
