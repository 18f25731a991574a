import { afterAll, describe, expect, test } from '@jest/globals';
import { plant, removePlanted, run } from './planted-tree.mjs';

afterAll(removePlanted);

const json = (value) => `${JSON.stringify(value)}\n`;

describe('check-lock', () => {
  const tool = {
    version: '1.0.0',
    integrity: 'sha512-AA==',
    optionalDependencies: { 'tool-linux-x64': '1.0.0', 'tool-darwin-arm64': '1.0.0' },
  };
  const binary = { version: '1.0.0', integrity: 'sha512-AA==', optional: true };
  const packages = {
    '': { name: 'daemoneye' },
    'node_modules/tool': tool,
    'node_modules/tool-linux-x64': binary,
    'node_modules/tool-darwin-arm64': binary,
  };
  const check = (changed) =>
    run(
      plant({ 'package-lock.json': json({ packages: { ...packages, ...changed } }) }),
      'tools/check-lock.mjs',
      'package-lock.json',
    );

  test('accepts a lock file that is complete and names no host', () => {
    expect(check({}).status).toBe(0);
  });

  test.each([
    [
      'a download host',
      { 'node_modules/tool': { ...tool, resolved: 'https://registry.example/tool.tgz' } },
      '"resolved" names a host',
    ],
    [
      'a missing platform package',
      { 'node_modules/tool-darwin-arm64': undefined },
      'tool-darwin-arm64@1.0.0 is missing',
    ],
    ['a missing integrity', { 'node_modules/tool': { version: '1.0.0' } }, 'no integrity'],
  ])('refuses %s', (_what, changed, says) => {
    const { status, said } = check(changed);
    expect(said).toContain(says);
    expect(status).toBe(1);
  });
});

describe('prettier', () => {
  const check = (text) =>
    run(plant({ 'a.ts': text }), 'node_modules/prettier/bin/prettier.cjs', '--check', 'a.ts');

  test('accepts a formatted file', () => {
    expect(check("export const a = 'a';\n").status).toBe(0);
  });

  test('refuses a file in another format', () => {
    expect(check('export const a = "a"\n').status).toBe(1);
  });
});

describe('knip', () => {
  const check = (index) =>
    run(
      plant({
        'package.json': json({ name: 'planted', private: true, workspaces: ['packages/*'] }),
        'packages/one/package.json': json({
          name: '@daemoneye/one',
          exports: { '.': './src/index.ts' },
        }),
        'packages/one/src/index.ts': index,
        'packages/one/src/part.ts': 'export const part = 1;\nexport const rest = 2;\n',
      }),
      'node_modules/knip/bin/knip.js',
      '--no-progress',
      '--no-config-hints',
      '--include=files,exports',
    );

  test('accepts a tree in which every export is used', () => {
    expect(check("export { part, rest } from './part.ts';\n")).toMatchObject({
      status: 0,
      said: '',
    });
  });

  test('refuses an export that nothing uses', () => {
    const { status, said } = check("export { part } from './part.ts';\n");
    expect(said).toContain('rest');
    expect(status).toBe(1);
  });
});

describe('tsc', () => {
  const compile = (text) =>
    run(
      plant({
        'package.json': json({ type: 'module' }),
        'packages/one/tsconfig.json': json({
          extends: '../../tsconfig.base.json',
          compilerOptions: { outDir: 'dist', rootDir: 'src' },
          include: ['src'],
        }),
        'packages/one/src/index.ts': text,
      }),
      'node_modules/typescript/bin/tsc',
      '-b',
      'packages/one',
    );

  test('accepts what strips to JavaScript', () => {
    expect(compile('export const a: number = 1;\n').said).toBe('');
  });

  test('refuses a wrong type, and syntax that does not strip', () => {
    expect(compile("export const a: number = 'a';\n").said).toContain('TS2322');
    expect(compile('export enum A { B }\n').said).toContain('TS1294');
  });
});
