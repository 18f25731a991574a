import { DeyeError, SystemClock, escapeTerminal } from '@daemoneye/collector-core';
import { loadRules, readRules } from '@daemoneye/trigger-service';
import type { RuleSet, RuleState } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { formatTable } from '../output/table.ts';
import { explainRule } from '../rules/explain-rule.ts';
import type { RuleExplanation } from '../rules/explain-rule.ts';
import { measureCost } from '../rules/measure-cost.ts';
import { sampleRows } from '../rules/sample-rows.ts';
import { windowText } from '../rules/window-text.ts';
import { loadSuite } from '../suite/load-suite.ts';
import { findRuleStates } from './rules-states.ts';
import type { BusOptions } from './which-bus.ts';

export interface ExplainOptions extends BusOptions {
  /** Id of a rule of the configured directory, or a file. */
  readonly rule: string;
  readonly json: boolean;
}

const ruleId = /^[a-z0-9-]{1,64}$/;

/** The rules that are asked for; of a directory only the one with the id. */
async function chosenRules({ rule, ...options }: ExplainOptions, io: Io): Promise<RuleSet> {
  if (!ruleId.test(rule)) return readRules([rule]);
  const { rulesDirectory } = loadSuite({ ...options, only: null }, io.environment);
  const set = await loadRules(rulesDirectory);
  const isAsked = (id: string | null): boolean => id === rule;
  const rules = set.rules.filter(({ id }) => isAsked(id));
  const refused = rules.length > 0 ? [] : set.refused.filter((one) => isAsked(one.rule));
  if (rules.length + refused.length === 0)
    throw new DeyeError('CLI_RULE_UNKNOWN', `${rule} in ${rulesDirectory}`);
  return { rules, refused };
}

function stateText({ state, reason }: RuleExplanation): string {
  if (state === null) return 'not known: nothing runs that could say it';
  return reason === null ? state : `${state}: ${reason}`;
}

function explanationText(told: RuleExplanation): string {
  const rows = [
    ['rule', told.rule],
    ['title', told.title],
    ['file', `${told.file}:${told.line}`],
    ['severity', told.severity],
    ['kind', told.kind],
    ['table', told.table],
    ['on', told.on.join(', ')],
    ['columns', told.columns.join(', ')],
    ['window', windowText(told.window)],
    ['analyze', told.analyze.join(', ')],
    ['condition', told.condition],
    ['plan', told.plan],
    ['state', stateText(told)],
    ['cost', `${told.cost_ns} ns per evaluation, on sample rows`],
  ];
  return formatTable(rows.map((row) => row.map(escapeTerminal)));
}

/**
 * `deye rules explain`: what a rule reads, how it stands and what it costs; findings when it is refused. Throws `CLI_RULE_UNKNOWN` and
 * what `loadRules` throws.
 */
export async function runRulesExplain(options: ExplainOptions, io: Io): Promise<ExitCode> {
  const set = await chosenRules(options, io);
  for (const { message } of set.refused) io.stderr.write(`deye: ${message}\n`);
  const states = await findRuleStates(set, options, io);
  const clock = new SystemClock();
  const told = set.rules.map((rule) => {
    const state = states?.find((one: RuleState) => one.rule === rule.id) ?? null;
    const cost = measureCost(rule.condition, sampleRows(rule.table), clock);
    return explainRule(rule, state, cost);
  });
  if (options.json) for (const one of told) io.stdout.write(`${JSON.stringify(one)}\n`);
  else if (told.length > 0) io.stdout.write(`${told.map(explanationText).join('\n\n')}\n`);
  return set.refused.length === 0 ? ExitCode.done : ExitCode.findings;
}
