import { endianness } from 'node:os';

import { readableOrNull } from './proc-failure.ts';
import { readBounded } from './read-bounded.ts';

const AT_PAGESZ = 6;
const wordBytes = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;

/** The value of `key` in an auxiliary vector, getauxval(3): pairs of machine words; null when it is not there. */
export function parseAuxv(
  bytes: Buffer,
  key: number,
  word: 4 | 8,
  order: 'LE' | 'BE',
): number | null {
  const read = (offset: number): number => {
    if (word === 4) return order === 'LE' ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
    return Number(order === 'LE' ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
  };
  for (let offset = 0; offset + 2 * word <= bytes.length; offset += 2 * word) {
    if (read(offset) === key) return read(offset + word);
  }
  return null;
}

/** Size of a memory page as the kernel told this process (`<root>/self/auxv`); null when it cannot be read. */
export function readPageSize(root: string): number | null {
  const vector = readableOrNull(() => readBounded(`${root}/self/auxv`, 4000).bytes);
  return vector === null ? null : parseAuxv(vector, AT_PAGESZ, wordBytes, endianness());
}
