import { createHash } from 'node:crypto';
import { compileCondition } from '@daemoneye/detection';
import type { ConditionError, ConditionNames, Expression } from '@daemoneye/detection';
import type { Document } from 'yaml';
import { explainIssue } from './explain-issue.ts';
import { isNameDocument } from './name-document.ts';
import type { RuleDocument, RuleDocuments } from './read-documents.ts';
import { ruleDocument } from './rule-document.ts';
import { refusal } from './rule-refusal.ts';
import type { RuleRefusal } from './rule-refusal.ts';
import type { RuleText } from './rule-text.ts';
import type { Rule, RuleSet } from './rule.ts';

type Outcome = { readonly rule: Rule } | { readonly refusal: RuleRefusal };

/**
 * The rules among documents that were read: a rule per document that is no macro and no list. A rule that cannot run is refused with its
 * place and a code, and the others still count. Conditions may use `names`.
 */
export function parseRules(
  { documents, refused: unread }: RuleDocuments,
  names: ConditionNames,
): RuleSet {
  const rules: Rule[] = [];
  const refused = [...unread];
  for (const document of documents) {
    if (isNameDocument(document.content)) continue;
    const outcome = parseRule(document, names);
    if ('rule' in outcome) rules.push(outcome.rule);
    else refused.push(outcome.refusal);
  }
  return { rules, refused };
}

function parseRule(
  { file, source, document, content }: RuleDocument,
  names: ConditionNames,
): Outcome {
  const parsed = ruleDocument.safeParse(content);
  if (!parsed.success) {
    const { at, reason } = explainIssue(source, document, parsed.error.issues[0]);
    return { refusal: refusal(file, at, idOf(content), 'RULE_INVALID', reason) };
  }
  const { when, ...rest } = parsed.data;
  const compiled = compileCondition(when, rest.table, names);
  if (!compiled.ok) {
    return { refusal: refuseCondition(file, source, document, rest.id, compiled.errors) };
  }
  const { condition } = compiled;
  const version = versionOf(parsed.data, condition.plan);
  const { line } = source.startOf(document);
  return { rule: { ...rest, version, file, line, condition } };
}

/** The plan holds what macros and lists put in: with them the rule changes. */
function versionOf(data: object, plan: Expression): string {
  const text = JSON.stringify([data, plan], (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function refuseCondition(
  file: string,
  source: RuleText,
  document: Document,
  id: string,
  errors: readonly ConditionError[],
): RuleRefusal {
  const [error] = errors;
  if (error === undefined) return refusal(file, null, id, 'RULE_INVALID', 'when: not a condition');
  const at = source.inScalar(document, 'when', error);
  const allowed = error.allowed.length === 0 ? '' : ` (allowed: ${error.allowed.join(', ')})`;
  return refusal(file, at, id, error.code, `when: ${error.message}${allowed}`);
}

function idOf(content: unknown): string | null {
  const id: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'id') : null;
  return typeof id === 'string' ? id.slice(0, 64) : null;
}
