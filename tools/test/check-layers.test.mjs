import { afterAll, describe, expect, test } from '@jest/globals';
import { plant, removePlanted, run } from './planted-tree.mjs';

afterAll(removePlanted);

const table = {
  folders: { '.': ['*'], model: [], log: [], wire: ['model'] },
  foreign: { pino: ['log'] },
};
const clean = {
  'packages/one/layers.json': JSON.stringify(table),
  'packages/one/src/index.ts': "export { wire } from './wire/wire.ts';\n",
  'packages/one/src/model/model.ts': 'export const model = 1;\n',
  'packages/one/src/log/log.ts': "import pino from 'pino';\nexport const log = pino;\n",
  'packages/one/src/wire/wire.ts':
    "import { model } from '../model/model.ts';\nexport const wire = model;\n",
  'packages/one/test/one.test.ts': "import 'pino';\nimport '@daemoneye/collector-core/testing';\n",
  'packages/two/src/index.ts': 'export const two = 2;\n',
};
const check = (changed, script = 'tools/check-layers.mjs') =>
  run(plant({ ...clean, ...changed }), script, 'packages/one');
const withTable = (part) => ({
  'packages/one/layers.json': JSON.stringify({ ...table, ...part }),
});

describe('check-layers', () => {
  test('accepts a project whose imports follow the table', () => {
    expect(check({})).toMatchObject({ status: 0, said: 'layers: 4 folders, in order\n' });
  });

  test.each([
    ['a static import', "import '../log/log.ts';"],
    ['a type import', "import type { Log } from '../log/log.ts';"],
    ['an export over several lines', "export {\n  log,\n} from '../log/log.ts';"],
    ['a dynamic import', "export const log = import('../log/log.ts');"],
    ['an import as a type', "export type Log = import('../log/log.ts').Log;"],
  ])('refuses a folder that its row does not list: %s', (_form, text) => {
    const { status, said } = check({ 'packages/one/src/model/bad.ts': `${text}\n` });
    expect(said).toMatch(
      /^src\/model\/bad\.ts:\d: 'model' may not import 'log' \(\.\.\/log\/log\.ts\)\n$/,
    );
    expect(status).toBe(1);
  });

  test.each([
    [
      'a folder without a row',
      { 'packages/one/src/new/new.ts': 'export const a = 1;\n' },
      "'new' has no row",
    ],
    [
      'a cycle in the table',
      withTable({ folders: { '.': ['*'], model: ['wire'], log: [], wire: ['model'] } }),
      'cycle model -> wire -> model',
    ],
    [
      'a row that lists an unknown folder',
      withTable({ folders: { ...table.folders, wire: ['model', 'gone'] } }),
      "'wire' lists 'gone', which has no row of its own",
    ],
    [
      'a foreign package in a wrong folder',
      { 'packages/one/src/model/bad.ts': "import 'pino';\n" },
      "'pino' may be imported from log only",
    ],
    [
      'a foreign package in no row',
      { 'packages/one/src/log/bad.ts': "import 'zod/mini';\n" },
      `'zod' is in no row of "foreign"`,
    ],
    [
      'a relative import of another project',
      { 'packages/one/src/bad.ts': "import '../../two/src/index.ts';\n" },
      'leaves the project',
    ],
    [
      'a relative import of another project in a test',
      { 'packages/one/test/bad.test.ts': "import '../../two/src/index.ts';\n" },
      'leaves the project',
    ],
    [
      'an import of a test',
      { 'packages/one/src/bad.ts': "import '../test/one.test.ts';\n" },
      'leaves src',
    ],
    [
      'the test kit in src',
      { 'packages/one/src/bad.ts': "import '@daemoneye/collector-core/testing';\n" },
      'is for tests',
    ],
  ])('refuses %s', (_what, changed, says) => {
    const { status, said } = check(changed);
    expect(said).toContain(says);
    expect(status).toBe(1);
  });

  test('refuses a project without a table', () => {
    expect(run(plant(clean), 'tools/check-layers.mjs', 'packages/two')).toMatchObject({
      status: 1,
      said: 'two: has no layers.json\n',
    });
  });
});

describe('check-source', () => {
  test('accepts the platform in its own file', () => {
    const platform = { 'packages/one/src/platform.ts': 'export const os = process.platform;\n' };
    expect(check(platform, 'tools/check-source.mjs')).toMatchObject({ status: 0, said: '' });
  });

  test.each([
    ['export *', "export * from './log/log.ts';\n", 'list what is exported by name'],
    [
      'process.platform elsewhere',
      'export const os = process.platform;\n',
      'the platform is asked',
    ],
  ])('refuses %s', (_what, text, says) => {
    const { status, said } = check({ 'packages/one/src/bad.ts': text }, 'tools/check-source.mjs');
    expect(said).toContain(`src/bad.ts:1: ${says}`);
    expect(status).toBe(1);
  });
});
