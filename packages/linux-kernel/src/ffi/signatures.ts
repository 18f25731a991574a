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
  bpf: {
    symbol: 'syscall',
    result: 'int64',
    parameters: ['int64', 'int64', 'uint64', 'uint64'],
  },
  mmap: {
    symbol: 'mmap',
    result: 'int64',
    parameters: ['uint64', 'uint64', 'int', 'int', 'int', 'int64'],
  },
  munmap: { symbol: 'munmap', result: 'int', parameters: ['uint64', 'uint64'] },
  socket: { symbol: 'socket', result: 'int', parameters: ['int', 'int', 'int'] },
  bindSocket: { symbol: 'bind', result: 'int', parameters: ['int', 'void *', 'uint32'] },
  setsockopt: {
    symbol: 'setsockopt',
    result: 'int',
    parameters: ['int', 'int', 'int', 'void *', 'uint32'],
  },
  getsockopt: {
    symbol: 'getsockopt',
    result: 'int',
    parameters: ['int', 'int', 'int', 'void *', 'void *'],
  },
  send: { symbol: 'send', result: 'int64', parameters: ['int', 'void *', 'uint64', 'int'] },
  recvmmsg: {
    symbol: 'recvmmsg',
    result: 'int',
    parameters: ['int', 'void *', 'uint32', 'int', 'void *'],
  },
} as const satisfies Record<string, Signature>;
