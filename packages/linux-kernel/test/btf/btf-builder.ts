/** One type as it is written: name, kind, its entries and the words behind it. */
interface Written {
  readonly name: string;
  readonly kind: number;
  readonly entries?: number;
  readonly flag?: boolean;
  /** Size, or the id of a type. */
  readonly last: number;
  readonly words?: readonly (number | string)[];
}

/** Writes BTF: a string among `words` stands for the offset of its name. Ids count from 1 in the order of `types`. */
export function writeBtf(types: readonly Written[]): Buffer {
  const names = ['', ...types.flatMap(({ name, words = [] }) => [name, ...words.map(String)])];
  const offsets = new Map<string, number>();
  let strings = Buffer.alloc(0);
  for (const name of names) {
    if (offsets.has(name)) continue;
    offsets.set(name, strings.length);
    strings = Buffer.concat([strings, Buffer.from(`${name}\0`)]);
  }
  const words = types.flatMap(
    ({ name, kind, entries = 0, flag = false, last, words: tail = [] }) => [
      offsets.get(name) ?? 0,
      ((flag ? 0x8000_0000 : 0) | (kind << 24) | entries) >>> 0,
      last,
      ...tail.map((word) => (typeof word === 'string' ? (offsets.get(word) ?? 0) : word)),
    ],
  );
  const section = Buffer.from(Uint32Array.from(words).buffer);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  header[2] = 1;
  for (const [index, value] of [24, 0, section.length, section.length, strings.length].entries())
    header.writeUInt32LE(value, 4 + index * 4);
  return Buffer.concat([header, section, strings]);
}

/**
 * `struct outer { int a; struct { int hidden; union { int first; const word_t second; }; }; inner_t inner; int bits : 3; }`, where inner_t is a
 * `struct inner { int x; int list[4]; }`, and a function and the typedef of a tracepoint of two arguments.
 */
export const sample: Buffer = writeBtf([
  { name: 'int', kind: 1, last: 4, words: [32] },
  { name: 'inner', kind: 4, entries: 2, last: 20, words: ['x', 1, 0, 'list', 3, 32] },
  { name: '', kind: 3, last: 0, words: [1, 1, 4] },
  { name: 'inner_t', kind: 8, last: 2 },
  { name: 'word_t', kind: 8, last: 1 },
  { name: '', kind: 10, last: 5 },
  { name: '', kind: 5, entries: 2, last: 4, words: ['first', 1, 0, 'second', 6, 0] },
  { name: '', kind: 4, entries: 2, last: 8, words: ['hidden', 1, 0, '', 7, 32] },
  {
    name: 'outer',
    kind: 4,
    entries: 4,
    flag: true,
    last: 36,
    words: ['a', 1, 0, '', 8, 32, 'inner', 4, 96, 'bits', 1, (3 << 24) | 256],
  },
  { name: 'walker', kind: 12, last: 11 },
  { name: '', kind: 13, entries: 3, last: 0, words: ['', 0, '', 1, '', 1] },
  { name: '', kind: 2, last: 11 },
  { name: 'btf_trace_walked', kind: 8, last: 12 },
]);
