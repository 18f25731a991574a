import type * as koffi from 'koffi';

import type { CallResult } from './call-result.ts';
import type { Mapping } from './mapping.ts';
import type { Signature } from './signatures.ts';
import { signatures } from './signatures.ts';

/** A mapping, or the name of the errno. */
export type MapResult =
  { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly code: string };

/** Calls that map memory. */
export interface MemoryCalls {
  /** Anonymous memory, zeroed; null when the kernel gives none. */
  mapMemory(bytes: number): Mapping | null;
  /** Shared memory behind a descriptor, from `offset` on, which is a multiple of the page size. */
  mapDescriptor(
    descriptor: number,
    bytes: number,
    offset: number,
    access: 'read' | 'write',
  ): MapResult;
}

const PROT_READ = 1;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 0x01;
const MAP_PRIVATE_ANONYMOUS = 0x22;

/** Binds the calls; `settle` makes a result of what a call returned, before anything else can change errno. */
export function bindMemoryCalls(
  ffi: typeof koffi,
  bind: (signature: Signature) => (...values: readonly unknown[]) => number,
  settle: (value: number) => CallResult,
): MemoryCalls {
  const mmap = bind(signatures.mmap);
  const munmap = bind(signatures.munmap);
  function mappingAt(address: number, bytes: number): Mapping {
    const memory = ffi.view(address, bytes);
    return {
      address: BigInt(address),
      view: new DataView(memory),
      close() {
        if (memory.detached) return;
        // Every view of the memory becomes empty: a late access throws instead of ending the process.
        memory.transfer(0);
        munmap(address, bytes);
      },
    };
  }
  return {
    mapMemory(bytes) {
      const address = mmap(0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
      return address < 0 ? null : mappingAt(address, bytes);
    },
    mapDescriptor(descriptor, bytes, offset, access) {
      const protection = access === 'write' ? PROT_READ_WRITE : PROT_READ;
      const result = settle(mmap(0, bytes, protection, MAP_SHARED, descriptor, offset));
      return result.ok ? { ok: true, mapping: mappingAt(result.value, bytes) } : result;
    },
  };
}
