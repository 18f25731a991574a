import { DeyeError, createLogger, runPart } from '@daemoneye/collector-core';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { loadSuite } from '../suite/load-suite.ts';
import type { BusOptions } from './which-bus.ts';
import { saidBus } from './which-bus.ts';

export interface RunOptions extends BusOptions {
  readonly part: string;
  readonly allowDegraded: boolean;
}

/** `deye run`: one part as this process, on NATS; drains on SIGTERM. Throws `BUS_UNREACHABLE` when no server is named. */
export async function runOne(options: RunOptions, io: Io): Promise<ExitCode> {
  const suite = loadSuite({ ...options, only: [options.part] }, io.environment);
  const choice = saidBus(options, suite.busUrl, io);
  const [definition] = suite.definitions;
  if (choice?.kind !== 'servers' || definition === undefined)
    throw new DeyeError('BUS_UNREACHABLE', `${options.part} needs --bus nats://host:4222`);
  const log = createLogger({ name: options.part, level: 'info', destination: io.stderr });
  const { servers } = choice;
  const { allowDegraded } = options;
  await runPart({ definition, host: suite.host, servers, allowDegraded, log }, io.signal);
  return ExitCode.done;
}
