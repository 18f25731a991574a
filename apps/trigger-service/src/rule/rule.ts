import type { Severity } from '@daemoneye/collector-core';
import type { Condition, TableName } from '@daemoneye/detection';
import type { RuleRefusal } from './rule-refusal.ts';

/** A rule that was read, checked and compiled. */
export interface Rule {
  readonly id: string;
  /** Hash of the rule's content, 16 hex digits: a changed rule makes alerts of its own. */
  readonly version: string;
  /** Name of the file within the rules directory, and the line at which the rule begins. */
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly table: TableName;
  /** Event types that the condition is evaluated for. */
  readonly on: readonly string[];
  readonly condition: Condition;
  /** Analyses asked for when it matches. */
  readonly analyze: readonly string[];
  /** Whether a match becomes an alert; else only its analyses are dispatched. */
  readonly alert: boolean;
  readonly enabled: boolean;
}

/** What a rules directory holds. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly refused: readonly RuleRefusal[];
}
