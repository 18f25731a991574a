import { Refusal } from './refusal.ts';
import type { Syntax } from './syntax.ts';

const predicateKinds: ReadonlySet<Syntax['kind']> = new Set([
  'logic',
  'not',
  'compare',
  'isNull',
  'in',
  'inName',
  'between',
  'match',
]);

/**
 * The node as an operand. A predicate without parentheses is refused: SQLite would chain it with the operator beside it, which
 * hardly anybody means.
 */
export function operand(node: Syntax, at: number): Syntax {
  if (!predicateKinds.has(node.kind)) return node;
  const message = 'a comparison is an operand of a comparison: parentheses are missing';
  throw new Refusal('CONDITION_AMBIGUOUS', at, message, [
    '(a = b) = c',
    'a = (b = c)',
    'a = b AND b = c',
  ]);
}
