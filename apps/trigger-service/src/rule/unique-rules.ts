import { refusal } from './rule-refusal.ts';
import type { RuleRefusal } from './rule-refusal.ts';
import type { Rule, RuleSet } from './rule.ts';

/** Most rules that are run. */
const MAX_RULES = 2_000;

/** Keeps the first rule of each id, at most `limit`; says where the refused ones stand. */
export function uniqueRules(all: readonly Rule[], limit = MAX_RULES): RuleSet {
  const byId = new Map<string, Rule>();
  const refused: RuleRefusal[] = [];
  for (const rule of all) {
    const first = byId.get(rule.id);
    if (first !== undefined) {
      const reason = `${rule.id} is the id of ${first.file}:${first.line}`;
      refused.push(refuse(rule, 'RULE_DUPLICATE_ID', reason));
    } else if (byId.size >= limit) {
      refused.push(refuse(rule, 'RULE_LIMIT_EXCEEDED', `more than ${limit} rules`));
    } else {
      byId.set(rule.id, rule);
    }
  }
  return { rules: [...byId.values()], refused };
}

function refuse(rule: Rule, code: string, reason: string): RuleRefusal {
  return refusal(rule.file, { line: rule.line, column: 1 }, rule.id, code, reason);
}
