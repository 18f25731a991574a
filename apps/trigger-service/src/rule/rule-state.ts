import { envelope } from '@daemoneye/detection';
import type { FilledColumns } from './filled-columns.ts';
import type { Rule, RuleSet } from './rule.ts';

/**
 * `active`: live collectors fill every column of the condition. `impaired`: some columns are filled by none. `cannot_fire`: none is
 * filled, or nobody serves the table. `disabled`: by `enabled: false`. `refused`: see `code`.
 */
export type RuleStateName = 'active' | 'impaired' | 'cannot_fire' | 'disabled' | 'refused';

/** How one rule of the directory stands. */
export interface RuleState {
  readonly rule: string | null;
  readonly title: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly state: RuleStateName;
  /** Why it is refused; null otherwise. */
  readonly code: string | null;
  /** One sentence; null when it is active. */
  readonly reason: string | null;
}

/** How every rule of a set stands, those that run first. */
export function ruleStates(set: RuleSet, filled: FilledColumns): readonly RuleState[] {
  const refused = set.refused.map((entry): RuleState => {
    const { rule, file, line, column, code, message } = entry;
    return { rule, title: null, file, line, column, state: 'refused', code, reason: message };
  });
  return [...set.rules.map((rule) => stateOf(rule, filled(rule.table))), ...refused];
}

function stateOf(rule: Rule, filled: ReadonlySet<string>): RuleState {
  const { id, title, file, line } = rule;
  const place = { rule: id, title, file, line, column: 1, code: null };
  if (!rule.enabled) return { ...place, state: 'disabled', reason: 'enabled is false' };
  if (filled.size === 0)
    return { ...place, state: 'cannot_fire', reason: `no live collector serves ${rule.table}` };
  // The runtime stamps the envelope, whatever the tier.
  const asked = rule.condition.columns.filter((name) => !Object.hasOwn(envelope, name));
  const missing = asked.filter((name) => !filled.has(name));
  if (missing.length === 0) return { ...place, state: 'active', reason: null };
  const state = missing.length === asked.length ? 'cannot_fire' : 'impaired';
  return { ...place, state, reason: `no live collector fills ${missing.join(', ')}` };
}
