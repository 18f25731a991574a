import { describe, expect, test } from '@jest/globals';
import * as koffi from 'koffi';

import { bindFor, loadLibc } from '../../src/ffi/libc.ts';

const machine = { platform: 'linux', arch: process.arch, pid: process.pid, load: () => koffi };

describe('loadLibc', () => {
  test('binds the libc of this process and gives the same one again', () => {
    const load = loadLibc();

    expect(load.kind).toBe('loaded');
    expect(loadLibc()).toBe(load);
  });

  test('names the errno of every failed call, whichever call came before', () => {
    const load = loadLibc();
    if (load.kind !== 'loaded') throw new Error(load.reason);
    const { libc } = load;
    const how = Buffer.alloc(24);

    for (let i = 0; i < 1000; i++) {
      expect(libc.pidfdOpen(4_194_304)).toEqual({ ok: false, code: 'ESRCH' });
      expect(libc.openat2(-100, '/no/such/file', how)).toEqual({ ok: false, code: 'ENOENT' });
      expect(libc.openat2(-100, '/etc/hostname', Buffer.alloc(8))).toEqual({
        ok: false,
        code: 'EINVAL',
      });
    }
  });
});

describe('bindFor', () => {
  test('refuses a binding whose getpid() is wrong', () => {
    expect(bindFor({ ...machine, pid: process.pid + 1 })).toEqual({
      kind: 'unsupported',
      reason: `self-test failed: getpid() gave ${process.pid}`,
    });
  });

  test('says why there is none elsewhere', () => {
    const load = (): typeof koffi => {
      throw new Error('no binary for this machine');
    };

    expect(bindFor({ ...machine, load })).toEqual({
      kind: 'unsupported',
      reason: 'no binary for this machine',
    });
    expect(bindFor({ ...machine, platform: 'darwin', load })).toEqual({
      kind: 'unsupported',
      reason: 'no Linux system calls on darwin',
    });
    expect(bindFor({ ...machine, arch: 's390x', load })).toEqual({
      kind: 'unsupported',
      reason: 'no system call numbers for s390x',
    });
  });
});
