import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { binaryHashOutcomes } from '../../src/hash/outcome.ts';

describe('binaryHashOutcomes', () => {
  test('are the outcomes that the README lists, word for word', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const table = readme.slice(readme.indexOf('| outcome'), readme.indexOf('| value'));
    const rows = [...table.matchAll(/^\| `(\w+)`\s+\| (.*?)\s+\|$/gm)].map(([, word, says]) => [
      word,
      says,
    ]);

    expect(Object.fromEntries(rows)).toEqual(binaryHashOutcomes);
  });
});
