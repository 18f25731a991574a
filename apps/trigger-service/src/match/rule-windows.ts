import { EventWindow } from '@daemoneye/detection';
import type { GroupValue, Reading, WindowCounters, WindowRow } from '@daemoneye/detection';
import type { Rule } from '../rule/rule.ts';

/** What a rule fires for: the group whose count crossed, `null` for a rule without a window. */
export interface Fired {
  readonly group: readonly GroupValue[] | null;
}

const single: Fired = { group: null };

/** The windows of rules, each with its own state, which begins with the first event of the rule. */
export class RuleWindows {
  readonly #maxGroups: number;
  readonly #windows = new Map<string, EventWindow>();

  /** Each window keeps at most `maxGroups` groups. */
  constructor(maxGroups: number) {
    this.#maxGroups = maxGroups;
  }

  /** Takes an event for which the condition of the rule is true; `null` when the rule does not fire for it. */
  take(rule: Rule, event: WindowRow, reading: Reading): Fired | null {
    const clause = rule.condition.window;
    if (clause === null) return single;
    const known = this.#windows.get(rule.id);
    const window = known ?? new EventWindow(clause, this.#maxGroups);
    if (known === undefined) this.#windows.set(rule.id, window);
    return window.take(event, reading);
  }

  /** What was not counted as it should be, by id of the rule. */
  counters(): ReadonlyMap<string, WindowCounters> {
    return new Map(Array.from(this.#windows, ([id, window]) => [id, window.counters]));
  }
}
