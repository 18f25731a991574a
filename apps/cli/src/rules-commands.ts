import type { Command } from 'commander';
import { DeyeError } from '@daemoneye/collector-core';
import { runRulesExplain } from './command/rules-explain.ts';
import { runRulesLint } from './command/rules-lint.ts';
import { runRulesList } from './command/rules-list.ts';
import { runRulesTest } from './command/rules-test.ts';
import { busOptionsOf, withBusOptions } from './given-options.ts';
import type { GivenOptions } from './given-options.ts';
import type { ExitCode, Io } from './output/io.ts';

interface TestGiven extends GivenOptions {
  readonly events: string;
  readonly raw?: boolean;
  readonly expectMatch?: boolean;
  readonly expectNone?: boolean;
}

function expectationOf({ expectMatch, expectNone }: TestGiven): 'match' | 'none' | null {
  if (expectMatch === true && expectNone === true)
    throw new DeyeError('CLI_USAGE', '--expect-match and --expect-none contradict each other');
  if (expectMatch === true) return 'match';
  return expectNone === true ? 'none' : null;
}

const json = ['--json', 'print one JSON object a line'] as const;

/** Adds `deye rules …`. */
export function addRules(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const rules = program.command('rules').description('check, explain and try rules');

  rules
    .command('lint <path...>')
    .description('check rule files and directories; exit code 1 when a rule is refused')
    .option(...json)
    .addHelpText('after', '\nExample: deye rules lint /etc/daemoneye/rules my-rule.yml')
    .action(async (paths: string[], given: GivenOptions) => {
      ended(await runRulesLint({ paths, json: given.json === true }, io));
    });

  withBusOptions(rules.command('explain <rule>'))
    .description('say what a rule reads, how it stands and what it costs; by its id or file')
    .option(...json)
    .addHelpText('after', '\nExample: deye rules explain exec-from-shared-memory')
    .action(async (rule: string, given: GivenOptions) => {
      ended(await runRulesExplain({ ...busOptionsOf(given), rule, json: given.json === true }, io));
    });

  rules
    .command('test <path>')
    .description('try the rules of a file or directory on recorded events; a line per match')
    .requiredOption('--events <file>', 'NDJSON as `deye tail --json` prints it')
    .option('--raw', 'events are objects with the names that the rules use; `on` is not asked')
    .option('--json', 'print NDJSON also on a terminal')
    .option('--expect-match', 'exit code 1 when nothing matches')
    .option('--expect-none', 'exit code 1 when something matches')
    .addHelpText(
      'after',
      '\nExample: deye rules test my-rule.yml --events seen.ndjson --expect-match',
    )
    .action(async (path: string, given: TestGiven) => {
      const { events, raw = false } = given;
      const expect = expectationOf(given);
      ended(await runRulesTest({ path, events, raw, json: given.json === true, expect }, io));
    });

  withBusOptions(rules.command('list'))
    .description('say how each rule stands with the collectors that run')
    .option(...json)
    .addHelpText('after', '\nExample: deye rules list --json')
    .action(async (given: GivenOptions) => {
      ended(await runRulesList({ ...busOptionsOf(given), json: given.json === true }, io));
    });
}
