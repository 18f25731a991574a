import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, isInstalled } from '../install.mjs';
import { takeLock } from '../install-lock.mjs';
import { checkVersions, compareVersions } from '../pinned-node.mjs';
import { plant, removePlanted, root, run } from './planted-tree.mjs';

afterAll(removePlanted);

const goneProcess = 2 ** 30;

describe('takeLock', () => {
  test('gives the lock to one of two', () => {
    const file = path.join(plant({}), 'lock');
    expect([takeLock(file), takeLock(file)]).toEqual([true, false]);
    expect(readdirSync(path.dirname(file)).filter((name) => name.startsWith('lock'))).toEqual([
      'lock',
    ]);
  });

  test('takes over the lock of a process that is gone', () => {
    const file = path.join(plant({}), 'lock');
    writeFileSync(file, String(goneProcess));
    expect(takeLock(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  });
});

describe('isInstalled', () => {
  test('is true for a tree that is what the lock file says, and false for another', () => {
    expect(isInstalled(root)).toBe(true);
    expect(isInstalled(plant({ 'package-lock.json': '{"packages":{"node_modules/x":{}}}' }))).toBe(
      false,
    );
  });
});

describe('ensureInstalled', () => {
  const bare = {
    'package.json': '{"name":"planted"}',
    'package-lock.json': '{"packages":{"node_modules/x":{}}}',
    '.npmrc': '',
    'npm.js': "console.error('npm error code E404\\nnpm error not found: x');\nprocess.exit(1);\n",
  };
  const { npm_execpath: npm } = process.env;
  beforeEach(() => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    jest.restoreAllMocks();
    if (npm === undefined) delete process.env.npm_execpath;
    else process.env.npm_execpath = npm;
  });
  const plantBare = () => {
    const tree = plant(bare, { linked: false });
    process.env.npm_execpath = path.join(tree, 'npm.js');
    return tree;
  };

  test('says in one sentence why an install failed, and leaves no lock', () => {
    const tree = plantBare();
    expect(() => ensureInstalled(tree)).toThrow(
      'SETUP_INSTALL_FAILED: npm ci failed (not found: x); cure that and run the same command again.',
    );
    expect(readdirSync(tree)).not.toContain('.install-lock');
  });

  test('refuses to install through a link', () => {
    const tree = plantBare();
    mkdirSync(path.join(tree, 'elsewhere'));
    symlinkSync(path.join(tree, 'elsewhere'), path.join(tree, 'node_modules'));
    expect(() => ensureInstalled(tree)).toThrow(/^SETUP_LINKED_MODULES/);
  });
});

describe('checkVersions', () => {
  test('refuses a Node or an npm that is too old, with a code', () => {
    expect(() => checkVersions('18.20.4', '10.7.0')).toThrow(/^SETUP_NODE_TOO_OLD: Node 18\.20\.4/);
    expect(() => checkVersions('20.19.0', '9.9.4')).toThrow(/^SETUP_NPM_TOO_OLD: npm 9\.9\.4/);
    expect(() => checkVersions('20.19.0', '10.0.0')).not.toThrow();
  });

  test('compares numbers, not text', () => {
    expect(compareVersions('20.9.0', '20.19.0')).toBeLessThan(0);
    expect(compareVersions('100.0.0', '20.19.0')).toBeGreaterThan(0);
  });
});

describe('bootstrap', () => {
  test('names the tasks when it is asked for another', () => {
    expect(run(root, 'tools/bootstrap.mjs', 'nonsense')).toEqual({
      status: 1,
      stdout: '',
      said: "SETUP_NO_TASK: 'nonsense' is none of start, test, build, bench, soak, deye, format.\n",
    });
  });
});
