import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { catalogueMarkdown } from '../../src/catalogue/catalogue-markdown.ts';
import { tables } from '../../src/catalogue/tables.ts';

const page = new URL('../../../../docs/catalogue.md', import.meta.url);

describe('catalogueMarkdown', () => {
  test('is docs/catalogue.md, byte for byte', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, catalogueMarkdown());
    expect(readFileSync(page, 'utf8')).toBe(catalogueMarkdown());
  });

  test('has one line per column of every table, in the order of the catalogue', () => {
    const named = [...catalogueMarkdown().matchAll(/^\| `(\w+)` +\| \w+ +\| .* \| .* \| .* \|$/gm)];
    const columns = Object.values(tables).flatMap((table) => Object.keys(table));
    expect(named.map(([, name]) => name)).toEqual(columns);
  });
});
