import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { plant, removePlanted, run } from './planted-tree.mjs';

const lines = (count, line) => Array.from({ length: count }, () => line).join('\n');
const uses = (name) => `import * as used from '${name}';\nexport const kept = used;\n`;
const borders = 'eslint(no-restricted-imports)';

// file → [text, the rule that refuses it; null for a clean file]
const planted = {
  'packages/linux-kernel/src/border.ts': [uses('@daemoneye/detection'), borders],
  'packages/detection/src/border.ts': [uses('@daemoneye/linux-kernel'), borders],
  'packages/process-table/src/border.ts': [uses('@daemoneye/detection'), borders],
  'packages/process-table/src/clean.ts': [uses('@daemoneye/linux-kernel'), null],
  'packages/collector-core/src/border.ts': [uses('@daemoneye/linux-kernel'), borders],
  'packages/collector-core/src/clean.ts': [uses('@daemoneye/detection'), null],
  'packages/analysis/src/border.ts': [uses('@daemoneye/detection'), borders],
  'packages/analysis/src/clean.ts': [uses('@daemoneye/process-table'), null],
  'apps/procmond/src/border.ts': [uses('@daemoneye/trigger-service'), borders],
  'apps/procmond/src/clean.ts': [uses('@daemoneye/analysis'), null],
  'apps/trigger-service/src/border.ts': [uses('@daemoneye/procmond'), borders],
  'apps/trigger-service/src/clean.ts': [uses('@daemoneye/detection'), null],
  'apps/cli/src/border.ts': [uses('@daemoneye/e2e'), borders],
  'apps/cli/src/deep-app.ts': [uses('@daemoneye/procmond/src/index.ts'), borders],
  'apps/cli/src/clean.ts': [uses('@daemoneye/procmond'), null],
  'e2e/src/border.ts': [uses('@daemoneye/detection'), borders],
  'bench/src/border.ts': [uses('@daemoneye/procmond'), borders],
  'bench/src/clean.ts': [uses('@daemoneye/detection'), null],
  'packages/analysis/src/deep.ts': [uses('@daemoneye/collector-core/src/index.ts'), borders],
  'packages/analysis/test/testing.test.ts': [uses('@daemoneye/collector-core/testing'), null],
  'packages/detection/src/cycle-a.ts': [
    "import { b } from './cycle-b.ts';\nexport const a = (): unknown => b;\n",
    'import(no-cycle)',
  ],
  'packages/detection/src/cycle-b.ts': [
    "import { a } from './cycle-a.ts';\nexport const b = (): unknown => a;\n",
    'import(no-cycle)',
  ],
  'packages/detection/src/long.ts': [
    `export const kept = [\n${lines(299, '  1,')}\n];\n`,
    'eslint(max-lines)',
  ],
  'packages/detection/src/not-long.ts': [
    `export const kept = [\n${lines(298, '  1,')}\n];\n`,
    null,
  ],
  'packages/detection/test/long.test.ts': [
    `export const kept = [\n${lines(299, '  1,')}\n];\n`,
    'eslint(max-lines)',
  ],
  'packages/detection/src/long-function.ts': [
    `export function long(list: number[]): void {\n${lines(59, '  list.push(1);')}\n}\n`,
    'eslint(max-lines-per-function)',
  ],
  'packages/detection/src/not-long-function.ts': [
    `export function notLong(list: number[]): void {\n${lines(58, '  list.push(1);')}\n}\n`,
    null,
  ],
  'packages/detection/src/floating.ts': [
    "import { readFile } from 'node:fs/promises';\nexport function read(): void {\n  readFile('a');\n}\n",
    'typescript(no-floating-promises)',
  ],
  'packages/detection/src/awaited.ts': [
    "import { readFile } from 'node:fs/promises';\nexport async function read(): Promise<void> {\n  await readFile('a');\n}\n",
    null,
  ],
  'packages/detection/src/default.ts': ['export default 1;\n', 'import(no-default-export)'],
  'packages/detection/src/console.ts': [
    'export function say(): void {\n  console.log(1);\n}\n',
    'eslint(no-console)',
  ],
};

const tsconfig = JSON.stringify({ extends: '../../tsconfig.base.json', include: ['src', 'test'] });
const found = new Map();

beforeAll(() => {
  const texts = Object.entries(planted).map(([name, [text]]) => [name, text]);
  const projects = new Set(Object.keys(planted).map((name) => name.split(/\/(?:src|test)\//)[0]));
  const tsconfigs = [...projects].map((project) => [`${project}/tsconfig.json`, tsconfig]);
  const tree = plant(Object.fromEntries([...texts, ...tsconfigs]));
  const { stdout } = run(
    tree,
    'node_modules/oxlint/bin/oxlint',
    '--type-aware',
    '--quiet',
    '-c',
    '.oxlintrc.json',
    '--format=json',
    'packages',
    'apps',
    'e2e',
    'bench',
  );
  for (const { filename, code } of JSON.parse(stdout).diagnostics) {
    const name = path.relative(tree, path.resolve(tree, filename));
    found.set(name, [...new Set([...(found.get(name) ?? []), code])]);
  }
});
afterAll(removePlanted);

describe('.oxlintrc.json', () => {
  test.each(Object.entries(planted).filter(([, [, rule]]) => rule !== null))(
    'refuses %s',
    (name, [, rule]) => {
      expect(found.get(name)).toContain(rule);
    },
  );

  test.each(Object.entries(planted).filter(([, [, rule]]) => rule === null))(
    'accepts %s',
    (name) => {
      expect(found.get(name) ?? []).toEqual([]);
    },
  );
});
