import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { AccountNames } from '../../src/proc/account-names.ts';
import { parseAuxv, readPageSize } from '../../src/proc/auxv.ts';
import { bootTime, parseUptime, readBootId, ticksToNs } from '../../src/proc/boot.ts';
import { CgroupIds, parseUnifiedMount } from '../../src/proc/cgroup-ids.ts';
import { parseCgroup } from '../../src/proc/cgroup.ts';
import { listPids, parseOpenFilesLimit } from '../../src/proc/list-pids.ts';
import { ttyName } from '../../src/proc/tty-name.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'host-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('ttyName', () => {
  test.each([
    [0, null],
    [(136 << 8) | 3, 'pts/3'],
    [(136 << 8) | 0x2c | (1 << 20), 'pts/300'],
    [(137 << 8) | 1, 'pts/257'],
    [(4 << 8) | 1, 'tty1'],
    [(4 << 8) | 64, 'ttyS0'],
    [(5 << 8) | 1, 'console'],
    [(204 << 8) | 64, 'ttyAMA0'],
    [(229 << 8) | 2, 'hvc2'],
    [(250 << 8) | 7, '250:7'],
  ])('%i is %s', (nr, name) => {
    expect(ttyName(nr)).toBe(name);
  });
});

describe('parseCgroup', () => {
  test('reads a hybrid host', () => {
    expect(parseCgroup('9:name=systemd:/a\n3:cpu,cpuacct:/b:c\n0::/d (deleted)\njunk\n')).toEqual([
      { version: 1, controllers: ['name=systemd'], path: '/a' },
      { version: 1, controllers: ['cpu', 'cpuacct'], path: '/b:c' },
      { version: 2, controllers: [], path: '/d' },
    ]);
  });
});

describe('parseUnifiedMount', () => {
  const v1 = '36 31 0:33 / /sys/fs/cgroup/devices rw,relatime - cgroup cgroup rw,devices\n';
  const hybrid = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';
  test('finds the unified hierarchy of a hybrid host', () => {
    expect(parseUnifiedMount(v1 + hybrid, '')).toBe('/sys/fs/cgroup/unified');
  });
  test('is null on pure v1', () => {
    expect(parseUnifiedMount(v1, '')).toBeNull();
  });
  test('prefers the mount of the host to that of the own container', () => {
    const own = '50 40 0:26 /../.. /sys/fs/cgroup ro - cgroup2 cgroup rw\n';
    const host = '60 40 0:26 / /host\\040root/sys/fs/cgroup rw shared:9 - cgroup2 cgroup rw\n';
    expect(parseUnifiedMount(own + host, '/host root')).toBe('/host root/sys/fs/cgroup');
  });
});

describe('CgroupIds', () => {
  test('gives the inode of the directory, also after the directory went', () => {
    mkdirSync(join(root, 'a'));
    const ids = new CgroupIds(root, 2);
    const inode = String(statSync(join(root, 'a')).ino);
    expect(ids.idOf('/a')).toBe(inode);
    rmSync(join(root, 'a'), { recursive: true });
    expect(ids.idOf('/a')).toBe(inode);
  });
  test('forgets the oldest when full', () => {
    for (const name of ['a', 'b', 'c']) mkdirSync(join(root, name));
    const ids = new CgroupIds(root, 2);
    for (const name of ['a', 'b', 'c']) expect(ids.idOf(`/${name}`)).not.toBeNull();
    rmSync(join(root, 'a'), { recursive: true });
    rmSync(join(root, 'c'), { recursive: true });
    expect(ids.idOf('/a')).toBeNull();
    expect(ids.idOf('/c')).not.toBeNull();
  });
  test('does not leave the hierarchy', () => {
    expect(new CgroupIds(root, 2).idOf('/../..')).toBeNull();
    expect(new CgroupIds(null, 2).idOf('/')).toBeNull();
  });
});

describe('bootTime', () => {
  const second = 1_000_000_000n;
  test('stays through the steps of /proc/uptime', () => {
    const first = bootTime(null, 1_000n * second, 100n * second);
    expect(first).toBe(900n * second);
    expect(bootTime(first, 1_001n * second + 9_000_000n, 101n * second)).toBe(first);
  });
  test('follows a wall clock that was set', () => {
    expect(bootTime(900n * second, 5_000n * second, 100n * second)).toBe(4_900n * second);
  });
  test('agrees with what ps says of this process', () => {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(process.pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] },
    });
    const uptime = parseUptime(execFileSync('cat', ['/proc/uptime']).toString()) ?? 0n;
    const boot = bootTime(null, BigInt(Date.now()) * 1_000_000n, uptime);
    const stat = execFileSync('cat', [`/proc/${process.pid}/stat`]).toString();
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const ms = Number((boot + ticksToNs(ticks)) / 1_000_000n);
    expect(Math.abs(ms - Date.parse(`${started.toString().trim()} UTC`))).toBeLessThan(2_000);
  });
});

describe('parseUptime', () => {
  test('keeps hundredths', () => {
    expect(parseUptime('2102.89 4138.99\n')).toBe(2_102_890_000_000n);
    expect(parseUptime('x')).toBeNull();
  });
});

describe('readBootId', () => {
  test('is a UUID', () => {
    expect(readBootId('/proc')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

describe('readPageSize', () => {
  test('is what getconf says', () => {
    const said = Number(execFileSync('getconf', ['PAGESIZE']).toString());
    expect(readPageSize('/proc')).toBe(said);
  });
});

describe('parseAuxv', () => {
  test('reads both word sizes and byte orders', () => {
    const wide = Buffer.alloc(32);
    wide.writeBigUInt64BE(6n, 0);
    wide.writeBigUInt64BE(16_384n, 8);
    expect(parseAuxv(wide, 6, 8, 'BE')).toBe(16_384);
    const narrow = Buffer.alloc(16);
    narrow.writeUInt32LE(6, 0);
    narrow.writeUInt32LE(4_096, 4);
    expect(parseAuxv(narrow, 6, 4, 'LE')).toBe(4_096);
    expect(parseAuxv(narrow, 17, 4, 'LE')).toBeNull();
  });
});

describe('AccountNames', () => {
  test('reads the file again when it changed', () => {
    const path = join(root, 'passwd');
    const names = new AccountNames(path);
    names.refresh();
    expect(names.nameOf(0)).toBeNull();
    writeFileSync(path, 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n#\nbad\n');
    names.refresh();
    expect([names.nameOf(0), names.nameOf(5), names.nameOf(null)]).toEqual(['root', null, null]);
    writeFileSync(path, 'admin:x:0:0::/root:/bin/sh\nroot:x:5:\n');
    utimesSync(path, 1, 1);
    names.refresh();
    expect([names.nameOf(0), names.nameOf(5)]).toEqual(['admin', 'root']);
  });
});

describe('listPids', () => {
  test('lists numbers alone, ascending', () => {
    for (const name of ['10', '9', 'self', '1x', 'sys']) mkdirSync(join(root, name));
    expect(listPids(root)).toEqual([9, 10]);
  });
});

describe('parseOpenFilesLimit', () => {
  test('takes the soft limit', () => {
    expect(
      parseOpenFilesLimit('Max open files            1024                 20000 files\n'),
    ).toBe(1024);
    expect(
      parseOpenFilesLimit('Max open files            unlimited     unlimited files\n'),
    ).toBeNull();
  });
});
