import { readFileSync } from 'node:fs';

import { KernelRefusal } from '../platform/kernel-refusal.ts';
import { Btf } from './btf.ts';

/** Where the running kernel shows its types: readable by everybody, there when it was built with CONFIG_DEBUG_INFO_BTF. */
export const KERNEL_BTF = '/sys/kernel/btf/vmlinux';

/** The types of the running kernel, about 5 MB. Throws `BTF_MISSING` when it shows none, `BTF_MALFORMED` when they are not readable as such. */
export function readKernelBtf(path: string = KERNEL_BTF): Btf {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new KernelRefusal(`BTF ${path}`, 'BTF_MISSING');
  }
  return new Btf(bytes);
}
