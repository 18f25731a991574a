import { createRequire } from 'node:module';
import { getSystemErrorName } from 'node:util';

import type * as koffi from 'koffi';

import type { CallResult } from './call-result.ts';
import type { Mapping } from './mapping.ts';
import { bindMemoryCalls } from './memory-calls.ts';
import type { MemoryCalls } from './memory-calls.ts';
import { openReadiness } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { signatures } from './signatures.ts';
import type { Signature } from './signatures.ts';
import { bindSocketCalls } from './socket-calls.ts';
import type { SocketCalls } from './socket-calls.ts';
import { syscallNumbers } from './syscall-numbers.ts';
import type { SyscallTable } from './syscall-numbers.ts';
import { platformName } from '../platform/platform.ts';

/** System calls that Node does not offer. Every one blocks the calling thread while it runs. */
export interface Libc extends MemoryCalls {
  /** openat2(2): `how` holds a `struct open_how`, `path` no NUL. The value is a descriptor that the caller closes. */
  openat2(directory: number, path: string, how: Buffer): CallResult;
  /** pidfd_open(2): the value is a close-on-exec descriptor that the caller closes. */
  pidfdOpen(pid: number): CallResult;
  readonly sockets: SocketCalls;
  /** bpf(2): `attributes` begins with a filled `union bpf_attr` of so many bytes. The value is a close-on-exec descriptor, or 0. */
  bpf(command: number, attributes: Mapping, bytes: number): CallResult;
  /** Waits for a descriptor; one at a time for each. The caller closes it before the descriptor. */
  openReadiness(descriptor: number): Readiness;
}

export type LibcLoad =
  | { readonly kind: 'loaded'; readonly libc: Libc }
  | { readonly kind: 'unsupported'; readonly reason: string };

type ForeignFunction = (...values: readonly unknown[]) => number;

function bind(library: koffi.LibraryHandle, signature: Signature): ForeignFunction {
  return library.func(signature.symbol, signature.result, [
    ...signature.parameters,
  ]) as ForeignFunction;
}

function bindLibc(ffi: typeof koffi, numbers: SyscallTable): Libc {
  // The symbols of the running process: one way for glibc and musl, whose file names differ.
  const library = ffi.load(null);
  const openat2 = bind(library, signatures.openat2);
  const pidfdOpen = bind(library, signatures.pidfdOpen);
  // errno is the thread's live one: anything between the call and this line can change it.
  const settle = (value: number): CallResult =>
    value >= 0 ? { ok: true, value } : { ok: false, code: getSystemErrorName(-ffi.errno()) };
  const bpf = bind(library, signatures.bpf);
  return {
    sockets: bindSocketCalls((signature) => bind(library, signature), settle),
    ...bindMemoryCalls(ffi, (signature) => bind(library, signature), settle),
    bpf: (command, attributes, bytes) =>
      settle(bpf(numbers.bpf, command, attributes.address, bytes)),
    openReadiness: (descriptor) => openReadiness(ffi, descriptor),
    openat2: (directory, path, how) =>
      settle(openat2(numbers.openat2, directory, path, how, how.byteLength)),
    pidfdOpen: (pid) => settle(pidfdOpen(numbers.pidfdOpen, pid, 0)),
  };
}

/** What `loadLibc` needs of the machine. */
export interface FfiMachine {
  readonly platform: string;
  readonly arch: string;
  readonly pid: number;
  /** Loads koffi; throws where it has no binary. */
  load(): typeof koffi;
}

/**
 * Binds libc after a self-test: a wrong binding answers with a wrong pid and is refused before it can do harm. Never throws.
 */
export function bindFor(machine: FfiMachine): LibcLoad {
  if (machine.platform !== 'linux')
    return { kind: 'unsupported', reason: `no Linux system calls on ${machine.platform}` };
  const numbers = syscallNumbers[machine.arch];
  if (numbers === undefined)
    return { kind: 'unsupported', reason: `no system call numbers for ${machine.arch}` };
  try {
    const ffi = machine.load();
    const pid = bind(ffi.load(null), signatures.getpid)();
    if (pid !== machine.pid)
      return { kind: 'unsupported', reason: `self-test failed: getpid() gave ${pid}` };
    return { kind: 'loaded', libc: bindLibc(ffi, numbers) };
  } catch (error) {
    return { kind: 'unsupported', reason: error instanceof Error ? error.message : String(error) };
  }
}

// Not an import: where there is no binary, loading throws, and nobody pays for it before the first call.
const requireKoffi: (name: string) => typeof koffi = createRequire(import.meta.url);

let loaded: LibcLoad | undefined;

/** The bound libc of this process, loaded at the first call and kept; `unsupported` says why there is none. */
export function loadLibc(): LibcLoad {
  loaded ??= bindFor({
    platform: platformName,
    arch: process.arch,
    pid: process.pid,
    load: () => requireKoffi('koffi'),
  });
  return loaded;
}
