import { escapeTerminal } from '@daemoneye/collector-core';
import { loadRules } from '@daemoneye/trigger-service';
import type { RuleState } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { formatTable } from '../output/table.ts';
import { loadSuite } from '../suite/load-suite.ts';
import { readRuleStates } from './rules-states.ts';
import type { BusOptions } from './which-bus.ts';

const heading = ['RULE', 'STATE', 'FILE', 'TITLE', 'REASON'];

function rowOf({ rule, state, file, line, title, reason }: RuleState): string[] {
  return [rule ?? '-', state, `${file}:${line}`, title ?? '', reason ?? ''].map(escapeTerminal);
}

/**
 * `deye rules list`: how the rules of the configured directory stand with the collectors that run; findings when one that is enabled is
 * not active. Throws `BUS_UNREACHABLE` and what `loadRules` throws.
 */
export async function runRulesList(
  options: BusOptions & { readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const { rulesDirectory } = loadSuite({ ...options, only: null }, io.environment);
  const states = await readRuleStates(await loadRules(rulesDirectory), options, io);
  if (options.json) for (const state of states) io.stdout.write(`${JSON.stringify(state)}\n`);
  else io.stdout.write(`${formatTable([heading, ...states.map(rowOf)])}\n`);
  return states.every(({ state }) => state === 'active' || state === 'disabled')
    ? ExitCode.done
    : ExitCode.findings;
}
