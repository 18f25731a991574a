import {
  CapabilityRegistry,
  DeyeError,
  SystemClock,
  createLogger,
} from '@daemoneye/collector-core';
import type { AppDefinition, Clock, Logger } from '@daemoneye/collector-core';
import type { Io } from '../output/io.ts';
import { startPart } from '../supervise/child.ts';
import { startNatsServer } from '../supervise/nats-server.ts';
import { SupervisedProcess } from '../supervise/supervised-process.ts';
import { ensureBus } from './ensure-bus.ts';
import { loadSuite } from './load-suite.ts';
import type { SuiteChoice } from './load-suite.ts';
import { openBus } from './open-bus.ts';
import type { OpenBus } from './open-bus.ts';
import { releaseName } from './release-name.ts';
import type { Prepare, RunningSuite } from './start-suite.ts';

/** A drain may take 30 s by default. */
const graceMs = 40_000;

export interface FleetOptions extends SuiteChoice {
  /** Servers that run; null: one is started and ends with the suite. */
  readonly servers: readonly string[] | null;
  readonly allowDegraded: boolean;
}

/**
 * Starts each chosen part as a process of its own, on servers that run or on one that is started here. What dies is started again. They
 * end in order: collectors, services, server. `finished` rejects with `CLI_PART_REFUSED` when a part refuses to run.
 */
export async function startFleet<P>(
  options: FleetOptions,
  io: Io,
  signal: AbortSignal,
  prepare: Prepare<P>,
): Promise<RunningSuite<P>> {
  const { definitions, host } = loadSuite(options, io.environment);
  const clock = new SystemClock();
  const log = createLogger({ name: 'deye', level: 'info', destination: io.stderr });
  const server =
    options.servers === null
      ? await startNatsServer({ environment: io.environment, uid: io.uid, clock, log })
      : null;
  const servers = server === null ? (options.servers ?? []) : [server.url];
  const open = openBus(servers, log);
  const end = async (): Promise<void> => {
    await open.bus.close();
    await server?.stop();
  };
  try {
    const registry = await enterBus(open, options, log, signal);
    const collectors = () => registry.list();
    const prepared = prepare(open.bus, collectors);
    const release = (collector: string, pid: number): void => {
      releaseName(open.bus, { host: host.token, collector, pid }).catch((error: unknown) => {
        log.debug({ err: error, collector }, 'a name could not be released; it expires');
      });
    };
    const deps = { io, clock, log, release };
    const fleet = new Fleet(definitions, partCommand(options, servers, io), deps);
    const finished = runFleet(fleet, signal, async () => {
      registry.close();
      await end();
    });
    finished.catch(() => undefined);
    return {
      bus: open.bus,
      collectors,
      rules: () => null,
      prepared,
      finished,
      url: servers.join(','),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function enterBus(
  { bus, link }: OpenBus,
  options: FleetOptions,
  log: Logger,
  signal: AbortSignal,
): Promise<CapabilityRegistry> {
  const stop = (): void => void link.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await link.connected();
    const { missing } = await ensureBus(link, options);
    if (missing.length > 0) log.warn({ missing }, 'the bus server is older than it should be');
    return await CapabilityRegistry.open(bus);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The bus outlives the parts: what they publish last is delivered. */
async function runFleet(
  fleet: Fleet,
  signal: AbortSignal,
  end: () => Promise<void>,
): Promise<void> {
  try {
    await fleet.run(signal);
  } finally {
    await end();
  }
}

type PartCommand = (name: string) => readonly string[];

function partCommand(options: FleetOptions, servers: readonly string[], io: Io): PartCommand {
  const { allowDegraded, configFile, sets } = options;
  return (name) => [
    ...io.self,
    'run',
    name,
    '--bus',
    servers.join(','),
    ...sets.flatMap((set) => ['--set', set]),
    ...(configFile === null ? [] : ['--config', configFile]),
    ...(allowDegraded ? ['--allow-degraded'] : []),
  ];
}

interface FleetDeps {
  readonly io: Io;
  readonly clock: Clock;
  readonly log: Logger;
  /** Frees the name of a part that died. */
  readonly release: (name: string, pid: number) => void;
}

/** The processes of the parts. */
class Fleet {
  readonly #services: readonly SupervisedProcess[];
  readonly #collectors: readonly SupervisedProcess[];
  readonly #refused = new AbortController();

  constructor(definitions: readonly AppDefinition[], command: PartCommand, deps: FleetDeps) {
    const supervise = (kind: AppDefinition['kind']): SupervisedProcess[] =>
      definitions
        .filter((definition) => definition.kind === kind)
        .map(({ name }) => this.#supervise(name, command(name), deps));
    this.#services = supervise('service');
    this.#collectors = supervise('collector');
  }

  /** Services work before collectors start, and end after them, so that what is emitted is also evaluated. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([signal, this.#refused.signal]);
    const stopped = new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([stopped, Promise.all(this.#services.map((part) => part.start()))]);
    if (!stop.aborted) for (const part of this.#collectors) void part.start();
    await stopped;
    await Promise.all(this.#collectors.map((part) => part.stop()));
    await Promise.all(this.#services.map((part) => part.stop()));
    if (this.#refused.signal.aborted) throw this.#refused.signal.reason;
  }

  #supervise(
    name: string,
    command: readonly string[],
    { clock, io, log, release }: FleetDeps,
  ): SupervisedProcess {
    return new SupervisedProcess({
      name,
      clock,
      log,
      graceMs,
      start: () =>
        startPart({
          command,
          environment: io.environment,
          onLine: (line) => io.stderr.write(`${line}\n`),
        }),
      onDeath: (pid) => {
        if (pid !== undefined) release(name, pid);
      },
      onRefused: () => this.#refused.abort(new DeyeError('CLI_PART_REFUSED', name)),
    });
  }
}
