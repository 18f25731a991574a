import { Command, CommanderError } from 'commander';
import { DeyeError } from '@daemoneye/collector-core';
import { runBusInit } from './command/bus-init.ts';
import { runCollectors } from './command/collectors.ts';
import { runDoctor } from './command/doctor.ts';
import { runOne } from './command/run.ts';
import { runTail } from './command/tail.ts';
import { runTrace } from './command/trace.ts';
import { runUp } from './command/up.ts';
import { addCompletion } from './completion-command.ts';
import {
  busOptionsOf,
  choiceOf,
  parseCount,
  parseDuration,
  withBusOptions,
  withSuiteOptions,
} from './given-options.ts';
import type { GivenOptions } from './given-options.ts';
import { ExitCode } from './output/io.ts';
import type { Io } from './output/io.ts';
import { addRules } from './rules-commands.ts';

const exitCodes = `
Exit codes: 0 done, 1 findings, 2 usage or config, 3 nothing to attach to.`;

type Ended = (code: ExitCode) => void;

const allowDegraded = [
  '--allow-degraded',
  'accept a server that lacks something; it is said what',
] as const;

function addRunning(program: Command, io: Io, ended: Ended): void {
  withSuiteOptions(program.command('up'))
    .description(
      'run the collectors and the trigger service, in this process or with --bus nats as processes of their own; a live view on a terminal, NDJSON when piped',
    )
    .option('--json', 'print NDJSON also on a terminal')
    .option(...allowDegraded)
    .action(async (given: GivenOptions) => {
      const { allowDegraded: allowed = false, json = false } = given;
      ended(await runUp({ ...choiceOf(given), json, allowDegraded: allowed }, io));
    });

  withBusOptions(program.command('run <part>'))
    .description('run one part as this process, on NATS servers that --bus names')
    .option(...allowDegraded)
    .action(async (part: string, given: GivenOptions) => {
      const { allowDegraded: allowed = false } = given;
      ended(await runOne({ ...busOptionsOf(given), part, allowDegraded: allowed }, io));
    });

  withBusOptions(program.command('bus').description('care for the bus').command('init'))
    .description('create the streams and buckets that a NATS server lacks, and compare the others')
    .option('--replicas <n>', 'copies of each stream', '1')
    .option(...allowDegraded)
    .action(async (given: GivenOptions & { replicas: string }) => {
      const { allowDegraded: allowed = false } = given;
      const replicas = parseCount('--replicas', given.replicas);
      ended(await runBusInit({ ...busOptionsOf(given), replicas, allowDegraded: allowed }, io));
    });
}

interface TailGiven extends GivenOptions {
  readonly where?: string;
  readonly count?: string;
  readonly since?: string;
}

function addLooking(program: Command, io: Io, ended: Ended): void {
  withSuiteOptions(program.command('tail [subjects...]'))
    .description(
      'print messages as they come, from NATS or a running `deye up`, else from collectors started here',
    )
    .option('--since <duration>', 'begin with what is stored since then, e.g. 5m; on NATS')
    .option('--where <expression>', 'only events for which the condition is true')
    .option('--json', 'print NDJSON also on a terminal')
    .option('--count <n>', 'end after so many')
    .addHelpText(
      'after',
      '\nExample: deye tail "deye.v1.events.process.started.>" --where "user_id = 0"',
    )
    .action(async (subjects: string[], given: TailGiven) => {
      const { json = false } = given;
      const count = given.count === undefined ? null : parseCount('--count', given.count);
      const sinceMs = given.since === undefined ? null : parseDuration('--since', given.since);
      const options = { subjects, where: given.where ?? null, json, count, sinceMs };
      ended(await runTail({ ...choiceOf(given), ...options }, io));
    });

  withBusOptions(program.command('collectors'))
    .description('list the collectors that run: tier, health, what they emitted and lost')
    .option('--json', 'print one JSON object a collector')
    .action(async (given: GivenOptions) => {
      ended(await runCollectors({ ...busOptionsOf(given), json: given.json === true }, io));
    });

  withBusOptions(program.command('trace <id>'))
    .description(
      'print what NATS holds of the chain of an alert, or of an event (host:collector:epoch:seq)',
    )
    .option('--json', 'print NDJSON also on a terminal')
    .action(async (id: string, given: GivenOptions) => {
      ended(await runTrace({ ...busOptionsOf(given), id, json: given.json === true }, io));
    });

  withSuiteOptions(program.command('doctor'))
    .description('check what this host allows, and say what would give more')
    .option('--json', 'print one JSON object a check')
    .action(async (given: GivenOptions) => {
      ended(await runDoctor({ ...choiceOf(given), json: given.json === true }, io));
    });
}

function buildProgram(io: Io, ended: Ended): Command {
  const program = new Command('deye')
    .description('Watches this host: processes become events, rules become alerts.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
    .addHelpText('after', exitCodes);
  addRunning(program, io, ended);
  addLooking(program, io, ended);
  addRules(program, io, ended);
  addCompletion(program, io, ended);
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
