import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { NOBODY, rootTest } from '../src/as-root.ts';
import { temporaryDirectory } from '../src/deye.ts';
import type { Row } from '../src/deye.ts';

const program = path.resolve(import.meta.dirname, '../../apps/cli/src/main.ts');
const directory = temporaryDirectory('tiers');
chmodSync(directory.path, 0o777);
afterAll(() => directory.remove());

/** What the doctor finds, by check; in front of the command stands `wrapper`, if any. */
function checks(
  args: readonly string[],
  { uid, wrapper = [] }: { readonly uid?: number; readonly wrapper?: readonly string[] } = {},
): Readonly<Record<string, Row>> {
  const doctor = [process.execPath, '--conditions=@daemoneye/source', program, 'doctor', '--json'];
  const [command = '', ...rest] = [...wrapper, ...doctor, ...args];
  const { stdout } = spawnSync(command, rest, {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: directory.path, XDG_RUNTIME_DIR: directory.path },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => JSON.parse(line) as Row);
  return Object.fromEntries(rows.map((row) => [String(row['check']), row]));
}

describe('the tier of procmond', () => {
  rootTest(
    'is the scan of /proc in a pid namespace of its own, which says why',
    () => {
      const found = checks([], { wrapper: ['unshare', '-p', '-f', '--mount-proc'] });
      expect(found['procmond.tier']?.['found']).toMatch(
        /^proc_scan \(tier 3.*bpf: .*; proc_connector: no acknowledgement/,
      );
      return Promise.resolve();
    },
    30_000,
  );

  rootTest(
    'is the one that is forced, or the collector is unhealthy and says why',
    () => {
      const scan = checks(['--set', 'procmond.tier=proc_scan']);
      expect(scan['procmond.tier']?.['found']).toMatch(/^proc_scan \(tier 3/);
      const connector = checks(['--set', 'procmond.tier=proc_connector'], {
        wrapper: ['unshare', '-n'],
      });
      expect(connector['procmond.health']?.['found']).toMatch(
        /^unhealthy: .*proc_connector: send: ECONNREFUSED/,
      );
      const bpf = checks(['--set', 'procmond.tier=bpf'], { uid: NOBODY });
      expect(bpf['procmond.health']?.['found']).toMatch(/^unhealthy: .*bpf: .*CAP_BPF/);
      return Promise.resolve();
    },
    30_000,
  );
});
