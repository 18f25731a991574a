import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { checkCondition } from '../../src/condition/check-condition.ts';
import { foldConstants } from '../../src/condition/fold-constants.ts';
import { compileTest } from '../../src/condition/compile-expression.ts';
import { parseCondition } from '../../src/condition/parse-condition.ts';
import { tokenize } from '../../src/condition/tokenize.ts';
import { compileCondition } from '../../src/index.ts';
import { caseRows } from './case-rows.ts';
import { conditionCases } from './condition-cases.ts';
import { textCases } from './text-cases.ts';
import { valueCases } from './value-cases.ts';
import { conditionText, processRow } from './condition-arbitrary.ts';
import { SqliteOracle } from './sqlite-oracle.ts';
import type { TestRow } from './sqlite-oracle.ts';

/** 1, 0 or null for each row, as the compiler says; `undefined` when it refuses the text. */
function verdicts(text: string, rows: readonly TestRow[]): readonly (0 | 1 | null)[] | undefined {
  if (!compileCondition(text, 'process_events').ok) return undefined;
  const checked = checkCondition(parseCondition(tokenize(text)), 'process_events');
  if (!checked.ok) return undefined;
  const plan = foldConstants(checked.where);
  const isTrue = compileTest(plan, true);
  const isFalse = compileTest(plan, false);
  return rows.map((row) => {
    if (isTrue === true || (typeof isTrue === 'function' && isTrue(row))) return 1;
    return isFalse === true || (typeof isFalse === 'function' && isFalse(row)) ? 0 : null;
  });
}

const cases = [...conditionCases, ...valueCases, ...textCases];

describe('compileCondition against SQLite', () => {
  const oracle = new SqliteOracle('process_events', caseRows);
  afterAll(() => oracle.close());

  test.each(cases)('%s', (text) => {
    expect(verdicts(text, caseRows)).toEqual(oracle.verdicts(text));
  });

  test('matches exactly the rows for which SQLite says true', () => {
    for (const text of cases) {
      const compiled = compileCondition(text, 'process_events');
      const matched = caseRows.map((row) => compiled.ok && compiled.condition.matches(row));
      expect({ text, matched }).toEqual({
        text,
        matched: oracle.verdicts(text).map((yes) => yes === 1),
      });
    }
  });

  test('agrees on generated conditions and rows', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(processRow, { minLength: 4, maxLength: 8 }),
        fc.array(conditionText, { minLength: 10, maxLength: 10 }),
        (rows, texts) => {
          const database = new SqliteOracle('process_events', rows);
          try {
            for (const text of texts) {
              const ours = verdicts(text, rows);
              if (ours === undefined) continue;
              compared += 1;
              expect({ text, verdicts: ours }).toEqual({ text, verdicts: database.verdicts(text) });
            }
          } finally {
            database.close();
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });
});
