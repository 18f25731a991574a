import { escapeTerminal } from '@daemoneye/collector-core';
import { loadRules } from '@daemoneye/trigger-service';
import type { RuleState } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { formatTable } from '../output/table.ts';
import { loadSuite } from '../suite/load-suite.ts';
import { askRunning } from './attach.ts';
import { readRuleStates } from './rules-states.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

const heading = ['RULE', 'STATE', 'FILE', 'TITLE', 'REASON'];

function rowOf({ rule, state, file, line, title, reason }: RuleState): string[] {
  return [rule ?? '-', state, `${file}:${line}`, title ?? '', reason ?? ''].map(escapeTerminal);
}

/** What a running `deye up` says of its rules; on NATS, how those of the configured directory stand with what is announced. */
async function listedStates(options: BusOptions, io: Io): Promise<readonly RuleState[]> {
  const found = await findBus(options, io);
  if (found?.kind !== 'process') {
    const { rulesDirectory } = loadSuite({ ...options, only: null }, io.environment);
    return readRuleStates(await loadRules(rulesDirectory), options, io);
  }
  const states: RuleState[] = [];
  for await (const state of askRunning({ verb: 'rules' }, io, io.signal))
    states.push(state as RuleState);
  return states;
}

/**
 * `deye rules list`: how the rules stand with the collectors that run; findings when one that is enabled is
 * not active. Throws `BUS_UNREACHABLE` and what `loadRules` throws.
 */
export async function runRulesList(
  options: BusOptions & { readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const states = await listedStates(options, io);
  if (options.json) for (const state of states) io.stdout.write(`${JSON.stringify(state)}\n`);
  else io.stdout.write(`${formatTable([heading, ...states.map(rowOf)])}\n`);
  return states.every(({ state }) => state === 'active' || state === 'disabled')
    ? ExitCode.done
    : ExitCode.findings;
}
