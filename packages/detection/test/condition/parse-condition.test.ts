import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseCondition } from '../../src/condition/parse-condition.ts';
import { Refusal } from '../../src/condition/refusal.ts';
import { tokenize } from '../../src/condition/tokenize.ts';
import { conditionText } from './condition-arbitrary.ts';
import { conditionCases } from './condition-cases.ts';
import { textCases } from './text-cases.ts';
import { valueCases } from './value-cases.ts';
import { printSyntax } from './print-syntax.ts';
import { SqliteOracle } from './sqlite-oracle.ts';

/** The text with all parentheses, or `undefined` when it is refused. */
function explicit(text: string): string | undefined {
  try {
    return printSyntax(parseCondition(tokenize(text)).where);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const cases = [...conditionCases, ...valueCases, ...textCases];

describe('parseCondition', () => {
  const oracle = new SqliteOracle('process_events', []);
  afterAll(() => oracle.close());

  test('reads the cases as SQLite does: byte code of the text equals that of the tree with all parentheses', () => {
    for (const text of cases) {
      const tree = explicit(text) ?? 'refused';
      expect({ text, code: oracle.byteCode(text) }).toEqual({ text, code: oracle.byteCode(tree) });
    }
  });

  test('reads generated conditions as SQLite does', () => {
    let compared = 0;
    fc.assert(
      fc.property(conditionText, (text) => {
        const tree = explicit(text);
        if (tree === undefined) return;
        compared += 1;
        expect(oracle.byteCode(text)).toEqual(oracle.byteCode(tree));
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(750);
  });
});
