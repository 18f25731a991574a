import { KernelRefusal } from '../platform/kernel-refusal.ts';
import { btfKind, isComposite, isTransparent, tailBytes } from './btf-kind.ts';

/** A member of a struct or union. */
export interface BtfMember {
  /** Bytes from the begin of the struct that was asked about. */
  readonly offset: number;
  /** Id of its type, without typedef and qualifiers. */
  readonly type: number;
}

const MAGIC = 0xeb9f;
const HEADER_BYTES = 24;
const TYPE_BYTES = 12;
const MEMBER_BYTES = 12;
const MAX_TYPES = 4_000_000;
/** Names and qualifiers before a type, and anonymous members within each other: the kernel allows 32 of them. */
const MAX_DEPTH = 32;

function malformed(what: string): KernelRefusal {
  return new KernelRefusal(`BTF ${what}`, 'BTF_MALFORMED');
}

interface Sections {
  readonly types: number;
  readonly typesEnd: number;
  readonly strings: number;
  readonly stringsEnd: number;
}

/** Bounds of the two sections; throws unless both lie within the bytes. */
function readSections(bytes: Buffer): Sections {
  if (bytes.length < HEADER_BYTES) throw malformed('header');
  if (bytes.readUInt16LE(0) !== MAGIC) throw malformed('magic');
  const header = bytes.readUInt32LE(4);
  const types = header + bytes.readUInt32LE(8);
  const typesEnd = types + bytes.readUInt32LE(12);
  const strings = header + bytes.readUInt32LE(16);
  const stringsEnd = strings + bytes.readUInt32LE(20);
  if (header < HEADER_BYTES || types % 4 !== 0) throw malformed('header');
  if (typesEnd > bytes.length || stringsEnd > bytes.length) throw malformed('sections');
  if (stringsEnd - strings < 1 || bytes[strings] !== 0 || bytes[stringsEnd - 1] !== 0)
    throw malformed('strings');
  return { types, typesEnd, strings, stringsEnd };
}

/** Position of every type by its id; ids count from 1 in the order of the bytes. */
function readPositions(bytes: Buffer, { types, typesEnd }: Sections): Uint32Array {
  const positions = new Uint32Array(Math.min(MAX_TYPES, Math.floor((typesEnd - types) / 12)) + 1);
  let count = 1;
  for (let position = types; position < typesEnd;) {
    if (position + TYPE_BYTES > typesEnd || count >= MAX_TYPES) throw malformed('types');
    const info = bytes.readUInt32LE(position + 4);
    const tail = tailBytes((info >>> 24) & 31, info & 0xffff);
    if (tail === null) throw malformed(`kind ${(info >>> 24) & 31}`);
    positions[count] = position;
    count += 1;
    position += TYPE_BYTES + tail;
    if (position > typesEnd) throw malformed('types');
  }
  return positions.subarray(0, count);
}

/**
 * The type information of a kernel, BPF Type Format (Documentation/bpf/btf.rst), of a little-endian machine. The constructor and every
 * method throw `KernelRefusal` with `BTF_MALFORMED` when the bytes are no BTF; nothing is read outside of them, and no walk is
 * without end.
 */
export class Btf {
  readonly #bytes: Buffer;
  readonly #sections: Sections;
  readonly #positions: Uint32Array;
  /** Answers of `find`: as many as there are names in this package. */
  readonly #found = new Map<string, number | null>();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#sections = readSections(bytes);
    this.#positions = readPositions(bytes, this.#sections);
  }

  /** Id of the first type of this name and kind; null when there is none. */
  find(name: string, kind: number): number | null {
    const key = `${kind} ${name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const id = this.#search(name, kind);
    this.#found.set(key, id);
    return id;
  }

  #search(name: string, kind: number): number | null {
    const offsets = this.#stringOffsets(name);
    if (offsets.size === 0) return null;
    for (let id = 1; id < this.#positions.length; id += 1) {
      const position = this.#positions[id] ?? 0;
      if (((this.#bytes.readUInt32LE(position + 4) >>> 24) & 31) !== kind) continue;
      if (offsets.has(this.#bytes.readUInt32LE(position))) return id;
    }
    return null;
  }

  kind(id: number): number {
    return (this.#info(id) >>> 24) & 31;
  }

  /** How many members, parameters or values the type lists. */
  entries(id: number): number {
    return this.#info(id) & 0xffff;
  }

  /** Bytes of a struct, union, enumeration or number. */
  size(id: number): number {
    return this.#bytes.readUInt32LE(this.#at(id) + 8);
  }

  /** The type that a pointer, typedef, qualifier or function leads to. */
  target(id: number): number {
    return this.size(id);
  }

  /** The type behind typedefs and qualifiers. */
  resolve(id: number): number {
    let type = id;
    for (let step = 0; step < MAX_DEPTH; step += 1) {
      if (!isTransparent(this.kind(type))) return type;
      type = this.target(type);
    }
    throw malformed('typedef without end');
  }

  /** The type of the elements of an array. */
  element(id: number): number {
    if (this.kind(id) !== btfKind.array) throw malformed('array');
    return this.resolve(this.#bytes.readUInt32LE(this.#at(id) + TYPE_BYTES));
  }

  /** A member by its name, also one of an anonymous struct or union within; null when there is none. */
  member(id: number, name: string): BtfMember | null {
    return this.#member(id, name, 0, 0);
  }

  #member(id: number, name: string, base: number, depth: number): BtfMember | null {
    if (depth > MAX_DEPTH) throw malformed('members without end');
    const position = this.#at(id);
    const info = this.#info(id);
    if (!isComposite((info >>> 24) & 31)) return null;
    for (let index = 0; index < (info & 0xffff); index += 1) {
      const at = position + TYPE_BYTES + MEMBER_BYTES * index;
      const nameOffset = this.#bytes.readUInt32LE(at);
      const bits = this.#bytes.readUInt32LE(at + 8);
      const offset = base + Math.floor((info >>> 31 === 1 ? bits & 0xffffff : bits) / 8);
      if (this.#hasName(nameOffset, name))
        return { offset, type: this.resolve(this.#bytes.readUInt32LE(at + 4)) };
      if (!this.#hasName(nameOffset, '')) continue;
      const type = this.resolve(this.#bytes.readUInt32LE(at + 4));
      const inner = this.#member(type, name, offset, depth + 1);
      if (inner !== null) return inner;
    }
    return null;
  }

  #at(id: number): number {
    const position = id > 0 ? this.#positions[id] : undefined;
    if (position === undefined) throw malformed(`type ${id}`);
    return position;
  }

  #info(id: number): number {
    return this.#bytes.readUInt32LE(this.#at(id) + 4);
  }

  #hasName(offset: number, name: string): boolean {
    const { strings, stringsEnd } = this.#sections;
    const start = strings + offset;
    if (start + name.length >= stringsEnd) return false;
    for (let index = 0; index < name.length; index += 1)
      if (this.#bytes[start + index] !== name.charCodeAt(index)) return false;
    return this.#bytes[start + name.length] === 0;
  }

  /** Everywhere that the string section has the whole name: a search of bytes, for strings are many and are not made. */
  #stringOffsets(name: string): ReadonlySet<number> {
    const { strings, stringsEnd } = this.#sections;
    const section = this.#bytes.subarray(strings, stringsEnd);
    const wanted = Buffer.from(`\0${name}\0`, 'latin1');
    const offsets = new Set<number>();
    for (let at = section.indexOf(wanted); at >= 0; at = section.indexOf(wanted, at + 1))
      offsets.add(at + 1);
    return offsets;
  }
}
