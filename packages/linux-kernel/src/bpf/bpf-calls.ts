import { closeSync } from 'node:fs';

import type { Libc } from '../ffi/libc.ts';
import type { Mapping } from '../ffi/mapping.ts';
import { KernelRefusal } from '../platform/kernel-refusal.ts';

/** Commands of bpf(2) and the bytes of `union bpf_attr` that each reads here. */
const commands = {
  MAP_CREATE: { command: 0, bytes: 72 },
  MAP_LOOKUP_ELEM: { command: 1, bytes: 32 },
  PROG_LOAD: { command: 5, bytes: 128 },
  RAW_TRACEPOINT_OPEN: { command: 17, bytes: 16 },
  LINK_CREATE: { command: 28, bytes: 64 },
  ITER_CREATE: { command: 33, bytes: 8 },
} as const;

/** `enum bpf_map_type`. */
const mapTypes = { array: 2, percpu_array: 6, ring: 27 } as const;
const PROG_TYPE_RAW_TRACEPOINT = 17;
const PROG_TYPE_TRACING = 26;
const ATTACH_TRACE_ITER = 28;

/** One mapping holds `union bpf_attr` and all that it points to. */
const ARENA_BYTES = 1 << 20;
const ATTRIBUTE_BYTES = 256;
const AT_KEY = 4_096;
const AT_VALUE = 4_352;
const MAX_VALUE_BYTES = 256;
const AT_PROGRAM = 8_192;
const AT_LOG = 65_536;
const LOG_BYTES = ARENA_BYTES - AT_LOG;
/** How much of the verifier's log is shown: its end says what was refused. */
const SHOWN_LOG = 1_500;

const LOAD_RETRIES = 20;

/** What to make: `entries` of a ring are its bytes, a power of two and a multiple of the page size. */
export interface MapOptions {
  readonly type: keyof typeof mapTypes;
  readonly name: string;
  readonly valueBytes: number;
  readonly entries: number;
}

/**
 * bpf(2). Descriptors that it gives are closed by who gets them; all are close-on-exec, and the kernel detaches what is attached when
 * the last one goes. Every method throws `KernelRefusal` with the errno.
 */
export class BpfCalls {
  readonly #libc: Libc;
  readonly #arena: Mapping;
  readonly #bytes: Buffer;

  constructor(libc: Libc) {
    const arena = libc.mapMemory(ARENA_BYTES);
    if (arena === null) throw new KernelRefusal('mmap', 'ENOMEM');
    this.#libc = libc;
    this.#arena = arena;
    this.#bytes = Buffer.from(arena.view.buffer);
  }

  createMap({ type, name, valueBytes, entries }: MapOptions): number {
    const attributes = this.#clear();
    attributes.writeUInt32LE(mapTypes[type], 0);
    attributes.writeUInt32LE(type === 'ring' ? 0 : 4, 4);
    attributes.writeUInt32LE(valueBytes, 8);
    attributes.writeUInt32LE(entries, 12);
    attributes.write(name.slice(0, 15), 28, 'latin1');
    return this.#call('MAP_CREATE', name);
  }

  /** Copy of the value of key 0 of a map that is not per CPU; at most 256 bytes. */
  lookupFirst(map: number, valueBytes: number): Buffer {
    if (valueBytes > MAX_VALUE_BYTES) throw new RangeError(`a value of ${valueBytes} bytes`);
    const attributes = this.#clear();
    attributes.writeUInt32LE(map, 0);
    attributes.writeUInt32LE(0, AT_KEY);
    this.#point(AT_KEY, 8);
    this.#point(AT_VALUE, 16);
    this.#call('MAP_LOOKUP_ELEM', '');
    return Buffer.from(this.#bytes.subarray(AT_VALUE, AT_VALUE + valueBytes));
  }

  loadRawTracepoint(name: string, program: Buffer): number {
    return this.#load(PROG_TYPE_RAW_TRACEPOINT, name, program);
  }

  /** Runs a program at a raw tracepoint for as long as the descriptor that this gives is open. */
  attachRawTracepoint(tracepoint: string, program: number): number {
    const attributes = this.#clear();
    attributes.write(`${tracepoint}\0`, AT_KEY, 'latin1');
    this.#point(AT_KEY, 0);
    attributes.writeUInt32LE(program, 8);
    return this.#call('RAW_TRACEPOINT_OPEN', tracepoint);
  }

  /** Loads a program for an iterator, named by the BTF id of its function. */
  loadIterator(name: string, program: Buffer, functionId: number): number {
    return this.#load(PROG_TYPE_TRACING, name, program, functionId);
  }

  /** Ties a loaded iterator program to its iterator; `createIterator` takes what this gives. */
  linkIterator(program: number): number {
    const attributes = this.#clear();
    attributes.writeUInt32LE(program, 0);
    attributes.writeUInt32LE(ATTACH_TRACE_ITER, 8);
    return this.#call('LINK_CREATE', '');
  }

  /** A descriptor whose reading runs the program over everything once. */
  createIterator(link: number): number {
    this.#clear().writeUInt32LE(link, 0);
    return this.#call('ITER_CREATE', '');
  }

  /** Gives the memory back; may be called twice. No other method works afterwards. */
  close(): void {
    this.#arena.close();
  }

  /** Without the log first: it costs time, and a log that is too small makes the load fail. */
  #load(type: number, name: string, program: Buffer, functionId = 0): number {
    if (program.length > AT_LOG - AT_PROGRAM) throw new RangeError(`${name} is too long`);
    const attributes = this.#clear();
    program.copy(attributes, AT_PROGRAM);
    attributes.write('GPL\0', AT_KEY, 'latin1');
    attributes.writeUInt32LE(type, 0);
    attributes.writeUInt32LE(program.length / 8, 4);
    this.#point(AT_PROGRAM, 8);
    this.#point(AT_KEY, 16);
    attributes.write(name.slice(0, 15), 48, 'latin1');
    attributes.writeUInt32LE(functionId === 0 ? 0 : ATTACH_TRACE_ITER, 68);
    attributes.writeUInt32LE(functionId, 108);
    let first = this.#try('PROG_LOAD');
    // The verifier gives up when a signal comes while it works.
    for (let retry = 0; retry < LOAD_RETRIES && !first.ok && first.code === 'EAGAIN'; retry += 1)
      first = this.#try('PROG_LOAD');
    if (first.ok) return first.value;
    attributes[AT_LOG] = 0;
    attributes.writeUInt32LE(1, 24);
    attributes.writeUInt32LE(LOG_BYTES, 28);
    this.#point(AT_LOG, 32);
    const second = this.#try('PROG_LOAD');
    // The first refusal was no verdict on the program, such as a shortage of memory.
    if (second.ok) return second.value;
    const log = attributes.toString('latin1', AT_LOG, attributes.indexOf(0, AT_LOG));
    throw new KernelRefusal(`PROG_LOAD ${name}`, first.code, log.slice(-SHOWN_LOG).trim());
  }

  #clear(): Buffer {
    return this.#bytes.fill(0, 0, ATTRIBUTE_BYTES);
  }

  /** Writes into the attributes at `field` the address of what stands at `target` in the arena. */
  #point(target: number, field: number): void {
    this.#bytes.writeBigUInt64LE(this.#arena.address + BigInt(target), field);
  }

  #try(name: keyof typeof commands) {
    const { command, bytes } = commands[name];
    return this.#libc.bpf(command, this.#arena, bytes);
  }

  #call(name: keyof typeof commands, what: string): number {
    const result = this.#try(name);
    if (result.ok) return result.value;
    throw new KernelRefusal(`${name} ${what}`.trim(), result.code);
  }
}

/** Descriptors of one purpose: they are closed together, last first, once. */
export class DescriptorStack {
  readonly #descriptors: number[] = [];

  add(descriptor: number): number {
    this.#descriptors.push(descriptor);
    return descriptor;
  }

  close(): void {
    for (const descriptor of this.#descriptors.splice(0).toReversed()) closeSync(descriptor);
  }
}
