import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { StatDescriptors } from '../../src/proc/stat-descriptors.ts';

const FIELDS = Array.from({ length: 48 }, () => '0').join(' ');
let root = '';

function openUnder(directory: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory);
    } catch {
      return false;
    }
  }).length;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stat-'));
  for (const pid of [1, 2, 3]) {
    mkdirSync(join(root, String(pid)));
    writeFileSync(join(root, String(pid), 'stat'), `${pid} (p${pid}) S ${FIELDS}\n`);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

describe('StatDescriptors', () => {
  test('holds one descriptor per process and gives all of them back', () => {
    const stats = new StatDescriptors(root, 10);
    for (const pid of [1, 2, 3, 1, 2, 3]) expect(stats.read(pid)?.comm).toBe(`p${pid}`);
    expect([stats.held, openUnder(root)]).toEqual([3, 3]);
    stats.release(2);
    stats.release(2);
    expect([stats.held, openUnder(root)]).toEqual([2, 2]);
    stats.close();
    stats.close();
    expect([stats.held, openUnder(root)]).toEqual([0, 0]);
  });

  test('reads beyond its bound without holding', () => {
    const stats = new StatDescriptors(root, 1);
    for (const pid of [1, 2, 3, 3]) expect(stats.read(pid)?.comm).toBe(`p${pid}`);
    expect([stats.held, openUnder(root)]).toEqual([1, 1]);
    stats.close();
  });

  test('gives null for a process that is not there', () => {
    const stats = new StatDescriptors(root, 10);
    expect(stats.read(4)).toBeNull();
    expect(stats.held).toBe(0);
  });

  test('tells the end of a real process through the held descriptor', async () => {
    const stats = new StatDescriptors('/proc', 10);
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    expect(stats.read(pid)?.ppid).toBe(process.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(stats.read(pid)).toBeNull();
    expect(stats.held).toBe(0);
  });
});
