import type { Document } from 'yaml';
import type { RuleText, TextPosition } from './rule-text.ts';

/** What a schema finds wrong, as far as it is told. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** Where in the file the fault stands, and a sentence about it. */
export function explainIssue(
  source: RuleText,
  document: Document,
  issue: Issue | undefined,
): { readonly at: TextPosition; readonly reason: string } {
  const unknown = issue?.keys?.[0];
  if (unknown !== undefined)
    return { at: source.ofKey(document, unknown), reason: `there is no key '${unknown}'` };
  const path = issue?.path ?? [];
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  return { at: source.ofPath(document, path), reason: `${where}${issue?.message ?? 'not a rule'}` };
}
