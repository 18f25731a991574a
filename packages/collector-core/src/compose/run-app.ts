import { parseArgs } from 'node:util';
import { chooseBus } from '../config/bus-choice.ts';
import { DeyeError } from '../error/deye-error.ts';
import { createLogger } from '../log/create-logger.ts';
import type { AppModule } from './app-module.ts';
import { loadApps } from './load-apps.ts';
import { runPart } from './run-part.ts';

/** What an app may touch of its process. */
export interface AppProcess {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the app is to drain and end. */
  readonly signal: AbortSignal;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export interface RunAppOptions {
  /** Directory of rule files when the config names none. */
  readonly rulesDirectory?: string;
  /** Default: this process; SIGTERM, SIGINT and SIGHUP end it. */
  readonly process?: AppProcess;
}

const flags = {
  bus: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  config: { type: 'string' },
  'allow-degraded': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const help = (name: string): string => `Usage: ${name} --bus URL [options]

Runs ${name} on a NATS server until SIGTERM, then drains.

  --bus URL          addresses of NATS servers, separated by commas; else DEYE_BUS, else bus.url of the config
  --set KEY=VALUE    set one config value; may be repeated
  --config FILE      read this config file instead of the default ones
  --allow-degraded   accept a server that lacks something; the log lists what
  -h, --help         print this

Exit codes: 0 drained, 2 usage, config or refused, 3 no bus named.
`;

/**
 * Runs one app as a process of its own; resolves with its exit code when it has drained: 0; 2 for usage, config and what the bus or
 * the part refuses, 3 when no bus is named. A `DeyeError` becomes one sentence on stderr, everything else rejects.
 */
export async function runApp(module: AppModule, options: RunAppOptions = {}): Promise<number> {
  const host = options.process ?? ownProcess();
  try {
    const given = parseFlags(host.args);
    if (given.help) host.stdout.write(help(module.name));
    else await start(module, given, host, options.rulesDirectory ?? '');
    return 0;
  } catch (error) {
    if (!(error instanceof DeyeError)) throw error;
    host.stderr.write(`${module.name}: ${error.message}\n`);
    return error.code === 'BUS_UNREACHABLE' ? 3 : 2;
  }
}

type Flags = ReturnType<typeof parseFlags>;

async function start(
  module: AppModule,
  given: Flags,
  { environment, signal }: AppProcess,
  rulesDirectory: string,
): Promise<void> {
  const { config, set: sets, bus: flag } = given;
  const words = { configFile: config ?? null, sets, environment, ignoreOtherSections: true };
  const apps = loadApps([module], words, rulesDirectory);
  const choice = chooseBus({ flag, environment, configured: apps.busUrl });
  if (choice?.kind !== 'servers')
    throw new DeyeError('BUS_UNREACHABLE', `${module.name} needs --bus nats://host:4222`);
  await runPart(
    {
      definition: apps.define(module),
      host: apps.host,
      servers: choice.servers,
      allowDegraded: given['allow-degraded'],
      log: createLogger({ name: module.name, level: 'info' }),
    },
    signal,
  );
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true }).values;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new DeyeError('CLI_USAGE', detail, { cause });
  }
}

function ownProcess(): AppProcess {
  const end = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => end.abort());
  const { argv, env: environment, stdout, stderr } = process;
  return { args: argv.slice(2), environment, signal: end.signal, stdout, stderr };
}
