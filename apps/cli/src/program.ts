import { Command, CommanderError } from 'commander';
import { DeyeError } from '@daemoneye/collector-core';
import { runCollectors } from './command/collectors.ts';
import { runDoctor } from './command/doctor.ts';
import { runTail } from './command/tail.ts';
import { runUp } from './command/up.ts';
import { ExitCode } from './output/io.ts';
import type { Io } from './output/io.ts';
import type { SuiteChoice } from './suite/load-suite.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const suiteHelp = `
Exit codes: 0 done, 1 findings, 2 usage or config, 3 nothing to attach to.`;

function withSuiteOptions(command: Command): Command {
  return command
    .option('--only <parts>', 'run only these parts, comma-separated')
    .option(
      '--set <key=value>',
      'set one config value, e.g. procmond.scanIntervalMs=500',
      collect,
      [],
    )
    .option('--config <file>', 'read this config file instead of the default ones');
}

interface GivenOptions {
  readonly only?: string;
  readonly set: readonly string[];
  readonly config?: string;
}

function choiceOf(given: GivenOptions): SuiteChoice {
  return {
    only: given.only === undefined ? null : given.only.split(',').map((part) => part.trim()),
    sets: given.set,
    configFile: given.config ?? null,
  };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new DeyeError('CLI_USAGE', `--count is ${text}; allowed is a whole number from 1`);
  }
  return count;
}

function buildProgram(io: Io, ended: (code: ExitCode) => void): Command {
  const program = new Command('deye')
    .description('Watches this host: processes become events, rules become alerts.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
    .addHelpText('after', suiteHelp);

  withSuiteOptions(program.command('up'))
    .description(
      'run the collectors and the trigger service in this process; a live view on a terminal, NDJSON when piped',
    )
    .option('--json', 'print NDJSON also on a terminal')
    .action(async (given: GivenOptions & { json?: boolean }) => {
      ended(await runUp({ ...choiceOf(given), json: given.json === true }, io));
    });

  withSuiteOptions(program.command('tail [subjects...]'))
    .description(
      'print messages as they come, from a running `deye up`, else from collectors started here',
    )
    .option('--where <expression>', 'only events for which the condition is true')
    .option('--json', 'print NDJSON also on a terminal')
    .option('--count <n>', 'end after so many')
    .addHelpText(
      'after',
      '\nExample: deye tail "deye.v1.events.process.started.>" --where "user_id = 0"',
    )
    .action(
      async (
        subjects: string[],
        given: GivenOptions & { where?: string; json?: boolean; count?: string },
      ) => {
        const count = given.count === undefined ? null : parseCount(given.count);
        const options = { subjects, where: given.where ?? null, json: given.json === true, count };
        ended(await runTail({ ...choiceOf(given), ...options }, io));
      },
    );

  program
    .command('collectors')
    .description(
      'list the collectors of a running `deye up`: tier, health, what they emitted and lost',
    )
    .option('--json', 'print one JSON object a collector')
    .action(async (given: { json?: boolean }) => {
      ended(await runCollectors({ json: given.json === true }, io));
    });

  withSuiteOptions(program.command('doctor'))
    .description('check what this host allows, and say what would give more')
    .option('--json', 'print one JSON object a check')
    .action(async (given: GivenOptions & { json?: boolean }) => {
      ended(await runDoctor({ ...choiceOf(given), json: given.json === true }, io));
    });
  return program;
}

function codeOf(error: DeyeError): ExitCode {
  return error.code === 'BUS_UNREACHABLE' ? ExitCode.noBus : ExitCode.usage;
}

/** Runs one `deye` command; resolves with the exit code. Errors become one sentence on stderr. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = ExitCode.done;
  try {
    await buildProgram(io, (ended) => {
      code = ended;
    }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    if (!(error instanceof DeyeError)) throw error;
    io.stderr.write(`deye: ${error.message}\n`);
    return codeOf(error);
  }
}
