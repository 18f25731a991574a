import type { ConditionNames } from '@daemoneye/detection';
import { explainIssue } from './explain-issue.ts';
import { isNameDocument, schemaOf } from './name-document.ts';
import type { RuleDocument } from './read-documents.ts';
import { refusal } from './rule-refusal.ts';
import type { RuleRefusal } from './rule-refusal.ts';

/** The macros and lists of a set of documents. */
export interface ParsedNames {
  readonly names: ConditionNames;
  readonly refused: readonly RuleRefusal[];
}

/** Gathers macros and lists; of two with one name the first counts and the other is refused. */
export function parseNames(documents: readonly RuleDocument[]): ParsedNames {
  const macros = new Map<string, string>();
  const lists = new Map<string, readonly (string | number)[]>();
  const refused: RuleRefusal[] = [];
  for (const { file, source, document, content } of documents) {
    if (!isNameDocument(content)) continue;
    const parsed = schemaOf(content).safeParse(content);
    if (!parsed.success) {
      const { at, reason } = explainIssue(source, document, parsed.error.issues[0]);
      refused.push(refusal(file, at, null, 'RULE_INVALID', reason));
      continue;
    }
    const { data } = parsed;
    const name = 'macro' in data ? data.macro : data.list;
    if (macros.has(name) || lists.has(name)) {
      const reason = `there is a macro or list ${name} already`;
      refused.push(refusal(file, source.startOf(document), null, 'RULE_INVALID', reason));
    } else if ('macro' in data) macros.set(name, data.when);
    else lists.set(name, data.values);
  }
  return {
    names: { macros: Object.fromEntries(macros), lists: Object.fromEntries(lists) },
    refused,
  };
}
