import { describe, expect, test } from '@jest/globals';
import { allowedValues, configKeys, configTree } from '../../src/config/config-key.ts';
import type { ConfigKey } from '../../src/config/config-key.ts';
import {
  analysisSection,
  busSection,
  collectorSettingsSchema,
  hostSection,
  rulesSection,
} from '../../src/index.ts';
import type { ConfigSection } from '../../src/index.ts';
import { documentTable } from '../document-table.ts';

const head = ['key', 'allowed', 'default', 'environment variable', 'meaning'];

function rowOf({ path, variable, schema }: ConfigKey): string[] {
  const preset = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  return [
    `\`${path}\``,
    allowedValues(schema),
    preset,
    `\`${variable}\``,
    schema.description ?? '',
  ];
}

function rowsOf(sections: readonly ConfigSection<unknown>[]): string[][] {
  return [head, ...configKeys(configTree(sections)).map((key) => rowOf(key))];
}

describe('docs/config.md', () => {
  test('has a row for every key of the shared sections, and a key for every row', () => {
    const wanted = rowsOf([hostSection, busSection, analysisSection, rulesSection]);
    expect(documentTable('config.md', 'sections', wanted)).toEqual(wanted);
    expect(wanted.filter((row) => row.at(-1) === '')).toEqual([]);
  });

  test('has a row for every setting of a collector, and a setting for every row', () => {
    const rows = rowsOf([{ key: 'collector', schema: collectorSettingsSchema }]);
    const wanted = rows.map((row, index) =>
      index === 0 ? row : row.with(3, `\`PROCMOND_${row[3]?.slice(1)}`),
    );
    expect(documentTable('config.md', 'collector', wanted)).toEqual(wanted);
    expect(wanted.filter((row) => row.at(-1) === '')).toEqual([]);
  });
});
