import type { Rule } from '../rule/rule.ts';

/** Enabled rules by the event type that they are evaluated for. */
export type RuleIndex = ReadonlyMap<string, readonly Rule[]>;

/** Arranges rules by event type, in their order. */
export function indexRules(rules: readonly Rule[]): RuleIndex {
  const index = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (!rule.enabled) continue;
    for (const type of rule.on) {
      const list = index.get(type);
      if (list === undefined) index.set(type, [rule]);
      else list.push(rule);
    }
  }
  return index;
}
