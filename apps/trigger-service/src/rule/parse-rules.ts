import { createHash } from 'node:crypto';
import { compileCondition } from '@daemoneye/detection';
import type { ConditionError } from '@daemoneye/detection';
import { LineCounter, isNode, isScalar, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { ruleDocument } from './rule-document.ts';
import type { TextPosition } from './rule-text.ts';
import { RuleText } from './rule-text.ts';
import { refusal } from './rule-refusal.ts';
import type { RuleRefusal } from './rule-refusal.ts';
import type { Rule, RuleSet } from './rule.ts';

type Outcome = { readonly rule: Rule } | { readonly refusal: RuleRefusal };

/**
 * The rules of one file: a rule per YAML document. A rule that cannot run is refused with its place and a code, and the others of the
 * file still count. Aliases, tags of its own and repeated keys are refused.
 */
export function parseRules(file: string, text: string): RuleSet {
  const lines = new LineCounter();
  const source = new RuleText(text, lines);
  const rules: Rule[] = [];
  const refused: RuleRefusal[] = [];
  for (const document of documentsOf(text, lines)) {
    if (document instanceof Error) {
      refused.push(syntax(file, { line: 1, column: 1 }, document.message));
      continue;
    }
    if (isEmpty(document)) continue;
    const outcome = parseRule(file, source, document);
    if ('rule' in outcome) rules.push(outcome.rule);
    else refused.push(outcome.refusal);
  }
  return { rules, refused };
}

function isEmpty(document: Document): boolean {
  const { contents, errors } = document;
  return (
    errors.length === 0 && (!isNode(contents) || (isScalar(contents) && contents.value === null))
  );
}

function documentsOf(text: string, lineCounter: LineCounter): readonly (Document | Error)[] {
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    // The parser recurses: text that is nested deeply enough ends its stack.
    return [error instanceof Error ? error : new Error(String(error))];
  }
}

function parseRule(file: string, source: RuleText, document: Document): Outcome {
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) return { refusal: syntax(file, source.at(fault.pos[0]), fault.message) };
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    return { refusal: syntax(file, source.startOf(document), messageOf(error)) };
  }
  const parsed = ruleDocument.safeParse(content);
  if (!parsed.success) {
    const { at, reason } = explain(source, document, parsed.error.issues[0]);
    return { refusal: refusal(file, at, idOf(content), 'RULE_INVALID', reason) };
  }
  const { when, ...rest } = parsed.data;
  const compiled = compileCondition(when, rest.table);
  if (!compiled.ok) {
    return { refusal: refuseCondition(file, source, document, rest.id, compiled.errors) };
  }
  const version = createHash('sha256')
    .update(JSON.stringify(parsed.data))
    .digest('hex')
    .slice(0, 16);
  const { line } = source.startOf(document);
  return { rule: { ...rest, version, file, line, condition: compiled.condition } };
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

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function explain(
  source: RuleText,
  document: Document,
  issue: Issue | undefined,
): { readonly at: TextPosition; readonly reason: string } {
  const unknown = issue?.keys?.[0];
  if (unknown !== undefined)
    return { at: source.ofKey(document, unknown), reason: `a rule has no key '${unknown}'` };
  const path = issue?.path ?? [];
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  return { at: source.ofPath(document, path), reason: `${where}${issue?.message ?? 'not a rule'}` };
}

function syntax(file: string, at: TextPosition, reason: string): RuleRefusal {
  return refusal(file, at, null, 'RULE_SYNTAX', reason);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function idOf(content: unknown): string | null {
  const id: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'id') : null;
  return typeof id === 'string' ? id.slice(0, 64) : null;
}
