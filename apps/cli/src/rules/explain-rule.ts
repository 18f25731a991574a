import type { Condition } from '@daemoneye/detection';
import type { Rule, RuleState } from '@daemoneye/trigger-service';
import { kindOf, needsOf } from './lint-lines.ts';
import type { RuleKind } from './lint-lines.ts';
import { planText } from './plan-text.ts';

/** What `deye rules explain` tells of a rule. */
export interface RuleExplanation {
  readonly rule: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly kind: RuleKind;
  readonly table: string;
  readonly on: readonly string[];
  readonly columns: readonly string[];
  readonly needs: readonly string[];
  readonly condition: string;
  readonly window: Condition['window'];
  /** What is evaluated: macros and lists put in, constants folded. */
  readonly plan: string;
  readonly analyze: readonly string[];
  /** Null when nothing runs that could say it. */
  readonly state: string | null;
  /** Why it is not active; null when it is, or when nothing runs. */
  readonly reason: string | null;
  readonly cost_ns: number;
}

export function explainRule(rule: Rule, state: RuleState | null, costNs: number): RuleExplanation {
  const { id, title, file, line, severity, table, on, condition, analyze } = rule;
  return {
    rule: id,
    title,
    file,
    line,
    severity,
    kind: kindOf(rule),
    table,
    on,
    columns: condition.columns,
    needs: needsOf(rule),
    condition: condition.text.trim(),
    window: condition.window,
    plan: planText(condition.plan),
    analyze,
    state: state?.state ?? null,
    reason: state?.reason ?? null,
    cost_ns: Math.round(costNs),
  };
}
