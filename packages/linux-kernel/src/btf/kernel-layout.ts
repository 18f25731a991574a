import { KernelRefusal } from '../platform/kernel-refusal.ts';
import type { Btf, BtfMember } from './btf.ts';
import { btfKind } from './btf-kind.ts';

function missing(what: string): KernelRefusal {
  return new KernelRefusal(`BTF ${what}`, 'BTF_MISSING');
}

function walk(btf: Btf, struct: string, path: string): BtfMember | null {
  const id = btf.find(struct, btfKind.struct);
  if (id === null) return null;
  let found: BtfMember = { offset: 0, type: id };
  for (const name of path.split('.')) {
    // An array is stepped into at its first element.
    const type = btf.kind(found.type) === btfKind.array ? btf.element(found.type) : found.type;
    const member = btf.member(type, name);
    if (member === null) return null;
    found = { offset: found.offset + member.offset, type: member.type };
  }
  return found;
}

/** The member at a dotted path of a struct; throws `BTF_MISSING`. */
export function memberAt(btf: Btf, struct: string, path: string): BtfMember {
  const found = walk(btf, struct, path);
  if (found === null) throw missing(`${struct}.${path}`);
  return found;
}

/** Byte offset of the member at a dotted path of a struct; throws `BTF_MISSING`. */
export function offsetOf(btf: Btf, struct: string, path: string): number {
  return memberAt(btf, struct, path).offset;
}

/** As `offsetOf`; null when this kernel has no such member. */
export function optionalOffsetOf(btf: Btf, struct: string, path: string): number | null {
  return walk(btf, struct, path)?.offset ?? null;
}

/** Id of a function, as an iterator is attached to; throws `BTF_MISSING`. */
export function functionId(btf: Btf, name: string): number {
  const id = btf.find(name, btfKind.function);
  if (id === null) throw missing(`function ${name}`);
  return id;
}

/**
 * How many arguments a raw tracepoint hands to a program: its typedef `btf_trace_NAME` has one more, a pointer that stays in the kernel.
 * Null when the typedef is not there.
 */
export function tracepointArguments(btf: Btf, tracepoint: string): number | null {
  const typedef = btf.find(`btf_trace_${tracepoint}`, btfKind.typedef);
  if (typedef === null) return null;
  const pointer = btf.resolve(typedef);
  if (btf.kind(pointer) !== btfKind.pointer) return null;
  const prototype = btf.resolve(btf.target(pointer));
  return btf.kind(prototype) === btfKind.prototype ? btf.entries(prototype) - 1 : null;
}
