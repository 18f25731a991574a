import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readHostIdentity } from '../../src/index.ts';

const id = '0123456789abcdef0123456789abcdef';
const boot = '11111111-2222-3333-4444-555555555555';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deye-host-'));
  writeFileSync(join(folder, 'machine-id'), `${id}\n`);
  writeFileSync(join(folder, 'raw-image'), 'uninitialized\n');
  writeFileSync(join(folder, 'boot-id'), `${boot}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

describe('readHostIdentity', () => {
  test('makes the token of the name and of the digest that sha256sum gives', () => {
    const sum = execFileSync('sha256sum', { input: `${id}daemoneye` })
      .toString()
      .slice(0, 8);
    const identity = readHostIdentity({
      name: 'web-1.example',
      machineIdFiles: [at('absent'), at('raw-image'), at('machine-id')],
      bootIdFile: at('boot-id'),
    });
    expect(identity).toEqual({
      token: `web_1_example-${sum}`,
      name: 'web-1.example',
      bootId: boot,
      machineIdFile: at('machine-id'),
      bootIdKnown: true,
    });
  });

  test('says that the ids are random where there are none', () => {
    const options = { name: 'ü', machineIdFiles: [at('raw-image')], bootIdFile: at('absent') };
    const first = readHostIdentity(options);
    expect(first).toMatchObject({ machineIdFile: null, bootIdKnown: false });
    expect(first.token).toMatch(/^_-[0-9a-f]{8}$/);
    expect(readHostIdentity(options).token).not.toBe(first.token);
  });

  test('takes name and boot id from the system', () => {
    const { name, bootId, bootIdKnown } = readHostIdentity();
    expect(name).toBe(hostname());
    if (bootIdKnown)
      expect(bootId).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  });
});
