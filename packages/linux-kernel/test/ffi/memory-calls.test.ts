import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { loadLibc } from '../../src/ffi/libc.ts';

function libc() {
  const load = loadLibc();
  if (load.kind !== 'loaded') throw new Error(load.reason);
  return load.libc;
}

describe('mapMemory', () => {
  test('gives zeroed memory at the address that the kernel would write to', () => {
    const mapping = libc().mapMemory(8_192);
    if (mapping === null) throw new Error('no memory');
    const ranges = readFileSync('/proc/self/maps', 'utf8').matchAll(
      /^([0-9a-f]+)-([0-9a-f]+) rw/gm,
    );
    const holds = [...ranges].some(
      ([, from, to]) =>
        BigInt(`0x${from}`) <= mapping.address && mapping.address < BigInt(`0x${to}`),
    );
    expect(holds).toBe(true);
    expect(mapping.view.getUint32(4_096)).toBe(0);
    mapping.close();
  });

  test('throws on a late access instead of touching what is another’s by now', () => {
    const mapping = libc().mapMemory(4_096);
    if (mapping === null) throw new Error('no memory');
    const bytes = new Uint8Array(mapping.view.buffer);
    mapping.close();
    mapping.close();
    expect(() => mapping.view.getUint8(0)).toThrow(TypeError);
    expect([bytes.length, bytes[0]]).toEqual([0, undefined]);
  });
});

describe('mapDescriptor', () => {
  test('shows the bytes behind a descriptor, and names the errno when it cannot', () => {
    const directory = mkdtempSync(join(tmpdir(), 'map-'));
    const path = join(directory, 'file');
    writeFileSync(path, Buffer.alloc(8_192, 7));
    const descriptor = openSync(path, 'r');
    try {
      const result = libc().mapDescriptor(descriptor, 4_096, 4_096, 'read');
      if (!result.ok) throw new Error(result.code);
      expect(result.mapping.view.getUint8(4_095)).toBe(7);
      result.mapping.close();
      const refused = libc().mapDescriptor(descriptor, 4_096, 0, 'write');
      expect(refused).toEqual({ ok: false, code: 'EACCES' });
    } finally {
      closeSync(descriptor);
      rmSync(directory, { recursive: true });
    }
  });
});
