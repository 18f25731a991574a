/** Numbers of the system calls that libc has no function for, by `process.arch`. Source: the kernel's syscall tables. */
export const syscallNumbers: Readonly<Partial<Record<string, SyscallTable>>> = {
  x64: { bpf: 321, pidfdOpen: 434, openat2: 437 },
  arm64: { bpf: 280, pidfdOpen: 434, openat2: 437 },
};

export interface SyscallTable {
  readonly bpf: number;
  readonly pidfdOpen: number;
  readonly openat2: number;
}
