import { LineCounter, isNode, isScalar, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { refusal } from './rule-refusal.ts';
import type { RuleRefusal } from './rule-refusal.ts';
import { RuleText } from './rule-text.ts';
import type { TextPosition } from './rule-text.ts';

/** A YAML document of a rule file that holds something. */
export interface RuleDocument {
  readonly file: string;
  readonly source: RuleText;
  readonly document: Document;
  readonly content: unknown;
}

/** The documents of a file, and the faults of those that cannot be read. */
export interface RuleDocuments {
  readonly documents: readonly RuleDocument[];
  readonly refused: readonly RuleRefusal[];
}

/** Parses the text of a file. Aliases, tags of its own and repeated keys are refused. Never throws. */
export function readDocuments(file: string, text: string): RuleDocuments {
  const lines = new LineCounter();
  const source = new RuleText(text, lines);
  const documents: RuleDocument[] = [];
  const refused: RuleRefusal[] = [];
  for (const document of documentsOf(text, lines)) {
    if (document instanceof Error) {
      refused.push(syntax(file, { line: 1, column: 1 }, document.message));
      continue;
    }
    if (isEmpty(document)) continue;
    const content = contentOf(file, source, document);
    if ('refusal' in content) refused.push(content.refusal);
    else documents.push({ file, source, document, content: content.value });
  }
  return { documents, refused };
}

function contentOf(
  file: string,
  source: RuleText,
  document: Document,
): { readonly value: unknown } | { readonly refusal: RuleRefusal } {
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) return { refusal: syntax(file, source.at(fault.pos[0]), fault.message) };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    return { refusal: syntax(file, source.startOf(document), messageOf(error)) };
  }
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

function syntax(file: string, at: TextPosition, reason: string): RuleRefusal {
  return refusal(file, at, null, 'RULE_SYNTAX', reason);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
