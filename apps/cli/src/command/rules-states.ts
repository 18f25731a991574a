import { DeyeError } from '@daemoneye/collector-core';
import { filledBy, ruleStates } from '@daemoneye/trigger-service';
import type { RuleSet, RuleState } from '@daemoneye/trigger-service';
import type { Io } from '../output/io.ts';
import { readCollectors } from './collectors.ts';
import type { BusOptions } from './which-bus.ts';

/** How the rules stand with the collectors that run; throws `BUS_UNREACHABLE` when nothing runs. */
export async function readRuleStates(
  set: RuleSet,
  options: BusOptions,
  io: Io,
): Promise<readonly RuleState[]> {
  return ruleStates(set, filledBy(await readCollectors(options, io)));
}

/** The same, and null when nothing runs. */
export async function findRuleStates(
  set: RuleSet,
  options: BusOptions,
  io: Io,
): Promise<readonly RuleState[] | null> {
  try {
    return await readRuleStates(set, options, io);
  } catch (error) {
    if (error instanceof DeyeError && error.code === 'BUS_UNREACHABLE') return null;
    throw error;
  }
}
