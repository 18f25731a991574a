import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { openUntrusted, parseUntrustedPath } from '../../src/file/open-untrusted.ts';
import { openDescriptors } from './open-descriptors.ts';

const directory = mkdtempSync(join(tmpdir(), 'open-untrusted-'));
const server = createServer();

beforeAll(async () => {
  writeFileSync(join(directory, 'file'), 'allowed');
  mkdirSync(join(directory, 'sub'));
  symlinkSync('file', join(directory, 'link'));
  spawnSync('mkfifo', [join(directory, 'fifo')]);
  await new Promise<void>((resolve) => server.listen(join(directory, 'socket'), resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

async function refusal(path: string, root?: string): Promise<string> {
  const opened = await openUntrusted(path, root === undefined ? {} : { root });
  if (!opened.ok) return opened.refusal;
  await opened.close();
  return 'opened';
}

describe('parseUntrustedPath', () => {
  test('drops repeated slashes and "."', () => {
    expect(parseUntrustedPath('//usr/./bin///env')).toEqual(['usr', 'bin', 'env']);
  });

  test.each(['', '/', 'usr/bin', '/usr/../etc/passwd', '/usr/..', '/a\0b'])(
    'refuses %j',
    (path) => {
      expect(parseUntrustedPath(path)).toBeNull();
    },
  );
});

describe('openUntrusted', () => {
  test('opens a regular file for reading', async () => {
    const opened = await openUntrusted('/file', { root: directory });
    if (!opened.ok) throw new Error(opened.refusal);

    expect(readFileSync(opened.descriptor, 'utf8')).toBe('allowed');
    expect(opened.stat.size).toBe(7n);
    await opened.close();
  });

  test.each([
    ['fifo', 'not_regular'],
    ['socket', 'not_regular'],
    ['sub', 'not_regular'],
    ['link', 'symlink'],
    ['none', 'not_found'],
    ['../file', 'invalid_path'],
    ['sub/../file', 'invalid_path'],
  ])('refuses %s as %s, at once and without a descriptor left open', async (name, expected) => {
    const before = openDescriptors(directory);

    expect(await refusal(`${directory}/${name}`)).toBe(expected);
    expect(openDescriptors(directory)).toBe(before);
  });

  test.each(['/dev/null', '/dev/zero', '/proc/version', '/proc/self/status', '/proc/self/mem'])(
    'refuses %s as no stored file',
    async (path) => {
      const expected = path.startsWith('/proc/self/') ? 'symlink' : 'not_regular';

      expect(await refusal(path)).toBe(expected);
    },
  );

  test('refuses the kernel memory, also where the root is /proc itself', async () => {
    const kcore = existsSync('/proc/kcore');

    expect(await refusal('/proc/kcore')).toBe(kcore ? 'not_regular' : 'not_found');
    expect(await refusal('/version', '/proc')).toBe('not_regular');
  });

  test('refuses magic links', async () => {
    expect(await refusal(`/proc/${process.pid}/exe`)).toBe('symlink');
    expect(await refusal(`/proc/${process.pid}/root/etc/passwd`)).toBe('symlink');
    expect(await refusal(`/proc/${process.pid}/fd/0`)).toBe('symlink');
  });

  test('never gives the forbidden file while a link is swapped in and out', async () => {
    const secret = join(directory, 'secret');
    const target = join(directory, 'sub', 'swapped');
    writeFileSync(secret, 'secret');
    const seen = new Set<string>();

    for (let round = 0; round < 400; round++) {
      rmSync(target, { force: true });
      writeFileSync(target, 'allowed');
      const opening = openUntrusted('/sub/swapped', { root: directory });
      symlinkSync(secret, `${target}.new`);
      if (round % 2 === 0) renameSync(`${target}.new`, target);
      else unlinkSync(`${target}.new`);
      // The swap has to meet the opening under way.
      // oxlint-disable-next-line no-await-in-loop
      const opened = await opening;
      seen.add(opened.ok ? readFileSync(opened.descriptor, 'utf8') : opened.refusal);
      // oxlint-disable-next-line no-await-in-loop
      if (opened.ok) await opened.close();
    }

    expect(seen).not.toContain('secret');
    expect(seen).toContain('allowed');
    expect(seen).toContain('symlink');
  });
});
