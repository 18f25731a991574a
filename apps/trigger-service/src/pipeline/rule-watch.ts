import type { Logger } from '@daemoneye/collector-core';
import type { FilledColumns } from '../rule/filled-columns.ts';
import type { RuleState } from '../rule/rule-state.ts';
import { ruleStates } from '../rule/rule-state.ts';
import type { RuleSet } from '../rule/rule.ts';

const nothingFilled: ReadonlySet<string> = new Set();

/** Knows how every rule stands and says in the log what changes. Refused rules are logged at once. */
export class RuleWatch {
  readonly #log: Logger;
  readonly #set: RuleSet;
  #states: readonly RuleState[];
  #updated = false;

  constructor(log: Logger, set: RuleSet) {
    this.#log = log;
    this.#set = set;
    this.#states = ruleStates(set, () => nothingFilled);
    for (const { rule, file, line, code, message } of set.refused)
      log.warn({ rule, file, line, code }, `a rule is refused: ${message}`);
  }

  /** How every rule stands as of the last `update`; before the first, as if no collector were live. */
  get states(): readonly RuleState[] {
    return this.#states;
  }

  /** Takes in what live collectors fill. A rule that stands otherwise than before is logged; at first, one that is not active. */
  update(filled: FilledColumns): void {
    const before = new Map(this.#states.map((state) => [keyOf(state), state]));
    this.#states = ruleStates(this.#set, filled);
    for (const state of this.#states) {
      const former = this.#updated ? before.get(keyOf(state)) : undefined;
      if (former?.state !== state.state || former.reason !== state.reason)
        this.#report(state, former !== undefined);
    }
    this.#updated = true;
  }

  #report({ rule, reason, state }: RuleState, changed: boolean): void {
    if (state === 'cannot_fire') this.#log.warn({ rule, reason }, 'a rule cannot fire');
    else if (state === 'impaired')
      this.#log.warn({ rule, reason }, 'a rule sees only a part of what it asks for');
    else if (state === 'active' && changed) this.#log.info({ rule }, 'a rule can fire again');
  }
}

function keyOf(state: RuleState): string {
  return `${state.file}:${state.line}:${state.column}:${state.rule ?? ''}`;
}
