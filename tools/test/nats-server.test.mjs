import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aptMirror, findNatsServer, isUsable } from '../nats-server.mjs';
import { plant, removePlanted } from './planted-tree.mjs';

afterAll(removePlanted);

const { NATS_SERVER: given, PATH: searched, XDG_CACHE_HOME: cache } = process.env;

function restore(name, value) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

let tree;
beforeEach(() => {
  tree = plant({});
  delete process.env.NATS_SERVER;
  process.env.PATH = path.join(tree, 'bin');
  process.env.XDG_CACHE_HOME = path.join(tree, 'cache');
});
afterEach(() => {
  restore('NATS_SERVER', given);
  restore('PATH', searched);
  restore('XDG_CACHE_HOME', cache);
});

function plantServer(file, version) {
  const target = path.join(tree, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(target, 0o755);
  return target;
}

describe('findNatsServer', () => {
  const cached = 'cache/daemoneye/nats-server/nats-server';

  test('takes the server that is named, whatever its version', () => {
    plantServer('bin/nats-server', '2.15.1');
    process.env.NATS_SERVER = plantServer('mine', '2.9.10');
    expect(findNatsServer()).toEqual({ file: process.env.NATS_SERVER, version: '2.9.10' });
  });

  test('takes nothing else when the server that is named does not run', () => {
    plantServer('bin/nats-server', '2.15.1');
    process.env.NATS_SERVER = path.join(tree, 'none');
    expect(findNatsServer()).toEqual({
      missing: expect.stringMatching(/NATS_SERVER names .*none/),
    });
  });

  test('prefers the one on the path to the one in the cache', () => {
    plantServer(cached, '2.15.1');
    const file = plantServer('bin/nats-server', '2.11.0');
    expect(findNatsServer({ fetch: false })).toEqual({ file, version: '2.11.0' });
  });

  test('passes over one that is too old', () => {
    plantServer('bin/nats-server', '2.9.10');
    const file = plantServer(cached, '2.15.1');
    expect(findNatsServer({ fetch: false })).toEqual({ file, version: '2.15.1' });
  });

  test('says in one sentence what to do when there is none', () => {
    const { missing, file } = findNatsServer({ fetch: false });
    expect(file).toBeUndefined();
    expect(missing).toMatch(/^there is no nats-server 2\.11 or newer: .*NATS_SERVER/);
  });
});

describe('isUsable', () => {
  test.each([
    ['2.11.0', true],
    ['2.15.1', true],
    ['3.0.0', true],
    ['2.10.29', false],
    ['1.99.0', false],
    [null, false],
  ])('%s: %s', (version, usable) => {
    expect(isUsable(version)).toBe(usable);
  });
});

describe('aptMirror', () => {
  test('reads the first archive of a one-line list, with its keyring', () => {
    const list = [
      '# deb http://commented.example/debian bookworm main',
      'deb http://security.example/debian-security bookworm-security main',
      'deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian bookworm main contrib',
    ].join('\n');
    expect(aptMirror([list])).toEqual({
      uri: 'http://mirror.example/debian',
      keyring: '/usr/share/keyrings/a.gpg',
    });
  });

  test('reads the first archive of a deb822 file', () => {
    const security = 'Types: deb\nURIs: http://mirror.example/debian-security\nComponents: main\n';
    const archive = [
      'Types: deb',
      'URIs: http://mirror.example/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main',
      'Signed-By: /usr/share/keyrings/b.gpg',
    ].join('\n');
    expect(aptMirror(['', `${security}\n${archive}\n`])).toEqual({
      uri: 'http://mirror.example/debian',
      keyring: '/usr/share/keyrings/b.gpg',
    });
  });

  test('is null without an archive of the distribution', () => {
    expect(aptMirror(['deb http://x.example/tool stable contrib\n', ''])).toBeNull();
  });
});
