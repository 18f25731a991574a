import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { MAX_CMDLINE_BYTES, parseCmdline, readCmdline } from '../../src/proc/cmdline.ts';
import { parseExeLink, readCwd, readExeLink } from '../../src/proc/exe-link.ts';
import { parseLoginuid } from '../../src/proc/loginuid.ts';
import { readableOrNull } from '../../src/proc/proc-failure.ts';
import { parseStatus, readStatus } from '../../src/proc/status.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'proc-'));
  mkdirSync(join(root, '7'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('parseCmdline', () => {
  test('splits at NUL and keeps empty arguments', () => {
    expect(parseCmdline(Buffer.from('grep\0-e\0\0file\0'))).toEqual(['grep', '-e', '', 'file']);
  });
  test('takes a title that was written over the arguments as one', () => {
    expect(parseCmdline(Buffer.from('nginx: worker process\0\0\0\0'))).toEqual([
      'nginx: worker process',
    ]);
    expect(parseCmdline(Buffer.from('sshd: root@pts/0'))).toEqual(['sshd: root@pts/0']);
  });
  test('gives well-formed strings of any bytes', () => {
    const args = parseCmdline(Buffer.from([0x61, 0xed, 0xa0, 0x80, 0, 0xff, 0]));
    expect(args).toHaveLength(2);
    expect(args?.every((arg) => arg.isWellFormed())).toBe(true);
  });
  test('is null without arguments', () => {
    expect(parseCmdline(Buffer.alloc(0))).toBeNull();
  });
});

describe('readCmdline', () => {
  test.each([
    [MAX_CMDLINE_BYTES, false],
    [MAX_CMDLINE_BYTES + 1, true],
  ])('of %i bytes says truncated %s', (bytes, truncated) => {
    writeFileSync(join(root, '7/cmdline'), Buffer.alloc(bytes, 'a'));
    const cmdline = readCmdline(root, 7);
    expect(cmdline?.truncated).toBe(truncated);
    expect(cmdline?.args[0]).toHaveLength(MAX_CMDLINE_BYTES);
  });
});

describe('parseExeLink', () => {
  test.each([
    ['/usr/bin/bash', { path: '/usr/bin/bash', exists: true, memfd: false }],
    ['/tmp/x (deleted)', { path: '/tmp/x', exists: false, memfd: false }],
    ['/memfd:payload (deleted)', { path: '/memfd:payload', exists: false, memfd: true }],
    ['/memfd:not really', { path: '/memfd:not really', exists: true, memfd: false }],
  ])('reads %s', (link, expected) => {
    expect(parseExeLink(link)).toEqual(expected);
  });
});

describe('readExeLink', () => {
  test('sees that the executable of a running process was deleted', async () => {
    const copy = join(root, 'sleeper');
    copyFileSync('/bin/sleep', copy);
    const child = spawn(copy, ['60'], { cwd: root });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    try {
      expect(readExeLink('/proc', pid)).toEqual({ path: copy, exists: true, memfd: false });
      expect(readCwd('/proc', pid)).toEqual({ path: root });
      unlinkSync(copy);
      expect(readExeLink('/proc', pid)).toEqual({ path: copy, exists: false, memfd: false });
      copyFileSync('/bin/true', copy);
      expect(readExeLink('/proc', pid)).toEqual({ path: copy, exists: false, memfd: false });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  test('knows a file whose own name ends in " (deleted)"', () => {
    const named = join(root, 'tool (deleted)');
    writeFileSync(named, '');
    symlinkSync(named, join(root, '7/exe'));
    symlinkSync('/', join(root, '7/root'));
    expect(readExeLink(root, 7)).toEqual({ path: named, exists: true, memfd: false });
  });

  test('gives the bytes of a path that are not UTF-8, without " (deleted)"', () => {
    const odd = Buffer.from('/tmp/a\xff', 'latin1');
    symlinkSync(Buffer.concat([odd, Buffer.from(' (deleted)')]), join(root, '7/exe'));
    symlinkSync(odd, join(root, '7/cwd'));
    const pathBytes = Uint8Array.from(odd);
    const path = '/tmp/a\ufffd';
    expect(readExeLink(root, 7)).toEqual({ path, pathBytes, exists: false, memfd: false });
    expect(readCwd(root, 7)).toEqual({ path, pathBytes });
  });
});

describe('parseStatus', () => {
  test('takes the effective ids, also behind a name that imitates them', () => {
    const text =
      'Name:\tx\\nUid:\t9\t9\nUmask:\t0022\nUid:\t1000\t0\t0\t0\nGid:\t1000\t33\t0\t0\nCapEff:\t000001ffffffffff\n';
    expect(parseStatus(text)).toEqual({ euid: 0, egid: 33, effectiveCaps: 0x1ffffffffffn });
  });
  test('is empty for an empty text', () => {
    expect(parseStatus('')).toEqual({ euid: null, egid: null, effectiveCaps: 0n });
  });
  test('agrees with the process about itself', () => {
    expect(readStatus('/proc', 'self')).toMatchObject({
      euid: process.geteuid?.(),
      egid: process.getegid?.(),
    });
  });
});

describe('parseLoginuid', () => {
  test.each([
    ['1000', 1000],
    ['0\n', 0],
    ['4294967295', null],
    ['', null],
  ])('reads %j as %s', (text, uid) => {
    expect(parseLoginuid(text)).toBe(uid);
  });
});

describe('readableOrNull', () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  test.each(['EACCES', 'EPERM', 'ENOENT', 'ESRCH'])('is null after %s', (code) => {
    expect(readableOrNull(failing(code))).toBeNull();
  });
  test('throws what is neither a missing process nor a missing permission', () => {
    expect(() => readableOrNull(failing('EMFILE'))).toThrow('EMFILE');
  });
});
