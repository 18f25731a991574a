import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/condition/limits.ts';
import { functionNames, functionTable } from '../../src/condition/function-table.ts';
import { compileCondition } from '../../src/index.ts';

const page = readFileSync(new URL('../../../../docs/conditions.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```sql\n(?<lines>[^`]*)```/g)].flatMap(
  ({ groups }) => groups?.['lines']?.trim().split('\n') ?? [],
);

/** The first code and the texts in backticks of each row of the table of refusals. */
const refusals = [
  ...page.matchAll(/^\| (?<texts>`.*`) [^|]*\| `(?<code>CONDITION_[A-Z_]+)` +\|/gm),
].flatMap(({ groups }) =>
  [...(groups?.['texts'] ?? '').matchAll(/`([^`]+)`/g)].map(
    ([, text]) => [(text ?? '').replaceAll('\\|', '|'), groups?.['code'] ?? ''] as const,
  ),
);

describe('docs/conditions.md', () => {
  test('has examples', () => expect(examples.length).toBeGreaterThan(5));

  test.each(examples)('shows a condition that compiles: %s', (text) => {
    expect(compileCondition(text, 'process_events')).toMatchObject({ ok: true });
  });

  test('has the limits and the functions of the language', () => {
    for (const limit of [
      limits.characters,
      limits.operators,
      limits.commas,
      limits.depth,
      limits.errors,
      limits.macroDepth,
      limits.expandedCharacters,
      limits.listValues,
      limits.patternCharacters,
      limits.patternSize,
      limits.textCharacters,
      limits.groupColumns,
    ]) {
      expect(page).toContain(String(limit));
    }
    for (const { form } of Object.values(functionTable)) expect(page).toContain(`\`${form}\``);
    for (const name of functionNames) expect(page).toContain(`${name}(`);
  });

  test.each(refusals.filter(([text]) => /name|usage|pid|LENGTH|@/.test(text)))(
    'refuses %s with %s',
    (text, code) => {
      const compiled = compileCondition(text, 'process_events');
      expect(compiled.ok ? [] : compiled.errors.map((error) => error.code)).toEqual([code]);
    },
  );
});
