import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

import { sha256sum } from './ask.ts';

const program = fileURLToPath(new URL('hash-as-child.ts', import.meta.url));

function asNobody(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@daemoneye/source', program, ...args],
    { uid: 65_534, gid: 65_534, cwd: '/', encoding: 'utf8' },
  );
  return stdout === '' ? stderr : stdout;
}

describe('binaryHash as nobody', () => {
  test('hashes its own processes and calls those of others unreadable', () => {
    if (process.getuid?.() !== 0) {
      console.log('not run: only root can start a program as nobody');
      return;
    }
    expect(asNobody()).toBe(`hashed ${sha256sum(process.execPath)}`);
    expect(asNobody(String(process.pid))).toBe('unreadable null');
  });
});
