import { helperFunction } from './helper-function.ts';
import type { Register, Width } from './register.ts';
import { r0, r1, r10, r2, r3 } from './register.ts';

interface Instruction {
  readonly code: number;
  readonly destination: number;
  readonly source: number;
  readonly offset: number;
  readonly immediate: number;
  /** Label that a jump leads to. */
  readonly to?: string;
}

const load: Readonly<Record<Width, number>> = { 8: 0x79, 4: 0x61, 2: 0x69, 1: 0x71 };
const store: Readonly<Record<Width, number>> = { 8: 0x7b, 4: 0x63, 2: 0x6b, 1: 0x73 };
const storeImmediate: Readonly<Record<Width, number>> = { 8: 0x7a, 4: 0x62, 2: 0x6a, 1: 0x72 };
/** The immediate of a load of 64 bits is the descriptor of a map. */
const PSEUDO_MAP_DESCRIPTOR = 1;

/** Jumps that compare a register, as 64 bits without sign unless the name says otherwise, with a constant. */
const jumps = { equal: 0x15, notEqual: 0x55, atMost: 0xb5 } as const;

function fitsOffset(value: number): boolean {
  return value >= -32_768 && value <= 32_767;
}

/**
 * Writes BPF programs. Each method appends one instruction or a short run of them, and returns the assembler; `build` resolves jumps.
 * What cannot be encoded throws RangeError.
 */
export class Assembler {
  readonly #instructions: Instruction[] = [];
  readonly #labels = new Map<string, number>();

  /** destination = source */
  move(destination: Register, source: Register): this {
    return this.#add(0xbf, { destination, source });
  }

  /** destination = value, sign-extended from 32 bits */
  set(destination: Register, immediate: number): this {
    return this.#add(0xb7, { destination, immediate });
  }

  add(destination: Register, immediate: number): this {
    return this.#add(0x07, { destination, immediate });
  }

  /** destination -= source */
  subtract(destination: Register, source: Register): this {
    return this.#add(0x1f, { destination, source });
  }

  and(destination: Register, immediate: number): this {
    return this.#add(0x57, { destination, immediate });
  }

  shiftRight(destination: Register, bits: number): this {
    return this.#add(0x77, { destination, immediate: bits });
  }

  /** destination = memory at source + offset */
  load(width: Width, destination: Register, source: Register, offset: number): this {
    return this.#add(load[width], { destination, source, offset });
  }

  /** memory at destination + offset = source */
  store(width: Width, destination: Register, offset: number, source: Register): this {
    return this.#add(store[width], { destination, source, offset });
  }

  /** memory at destination + offset = value */
  storeValue(width: Width, destination: Register, offset: number, immediate: number): this {
    return this.#add(storeImmediate[width], { destination, offset, immediate });
  }

  /** memory of 8 bytes at destination + offset += source, at once for all CPUs */
  atomicAdd(destination: Register, offset: number, source: Register): this {
    return this.#add(0xdb, { destination, source, offset });
  }

  /** destination = the map behind a descriptor; takes two slots */
  loadMap(destination: Register, descriptor: number): this {
    this.#add(0x18, { destination, source: PSEUDO_MAP_DESCRIPTOR, immediate: descriptor });
    return this.#add(0, {});
  }

  call(helper: keyof typeof helperFunction): this {
    return this.#add(0x85, { immediate: helperFunction[helper] });
  }

  exit(): this {
    return this.#add(0x95, {});
  }

  /** Where jumps to this name lead; each name once. */
  label(name: string): this {
    if (this.#labels.has(name)) throw new RangeError(`label ${name} stands twice`);
    this.#labels.set(name, this.#instructions.length);
    return this;
  }

  jump(to: string): this {
    return this.#add(0x05, { to });
  }

  jumpIf(when: keyof typeof jumps, register: Register, immediate: number, to: string): this {
    return this.#add(jumps[when], { destination: register, immediate, to });
  }

  jumpIfRegistersDiffer(a: Register, b: Register, to: string): this {
    return this.#add(0x5d, { destination: a, source: b, to });
  }

  /** Copies kernel memory at source + from to target + at; a fault leaves zeros. Loses r0 to r5. */
  readKernel(target: Register, at: number, bytes: number, source: Register, from: number): this {
    this.move(r1, target).add(r1, at).set(r2, bytes);
    return this.move(r3, source).add(r3, from).call('readKernel');
  }

  /** r0 = address of the only value of a map, or 0; the key is built on the stack at `keyAt`. Loses r1 to r5. */
  lookupFirst(descriptor: number, keyAt: number): this {
    this.storeValue(4, r10, keyAt, 0).loadMap(r1, descriptor);
    return this.move(r2, r10).add(r2, keyAt).call('mapLookup');
  }

  /** Label, and the end of the program with the result 0. */
  end(label: string): this {
    return this.label(label).set(r0, 0).exit();
  }

  /** The program: 8 bytes per slot, `struct bpf_insn`, little-endian. */
  build(): Buffer {
    const program = Buffer.alloc(this.#instructions.length * 8);
    for (const [index, instruction] of this.#instructions.entries()) {
      const { code, destination, source, immediate, to } = instruction;
      const offset = to === undefined ? instruction.offset : this.#distance(index, to);
      if (!fitsOffset(offset)) throw new RangeError(`offset ${offset} does not fit into 16 bits`);
      program[index * 8] = code;
      program[index * 8 + 1] = destination | (source << 4);
      program.writeInt16LE(offset, index * 8 + 2);
      program.writeInt32LE(immediate, index * 8 + 4);
    }
    return program;
  }

  #distance(from: number, to: string): number {
    const target = this.#labels.get(to);
    if (target === undefined) throw new RangeError(`there is no label ${to}`);
    return target - from - 1;
  }

  #add(code: number, parts: Partial<Omit<Instruction, 'code'>>): this {
    const zero = { destination: 0, source: 0, offset: 0, immediate: 0 };
    this.#instructions.push({ code, ...zero, ...parts });
    return this;
  }
}
