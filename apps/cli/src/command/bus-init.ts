import { DeyeError, busLayout, initBus } from '@daemoneye/collector-core';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { withBus } from '../suite/open-bus.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

export interface BusInitOptions extends BusOptions {
  readonly allowDegraded: boolean;
  /** Copies of each stream. */
  readonly replicas: number;
}

/** `deye bus init`: creates what the bus lacks, compares the rest, and prints a line for each. */
export async function runBusInit(options: BusInitOptions, io: Io): Promise<ExitCode> {
  const found = await findBus(options, io);
  if (found?.kind !== 'servers')
    throw new DeyeError('BUS_UNREACHABLE', 'name one with --bus nats://host:4222');
  const { allowDegraded, replicas } = options;
  const report = await withBus(found.servers, io, ({ link }) =>
    initBus(link, busLayout, { allowDegraded, replicas, giveUpMs: 30_000 }),
  );
  io.stdout.write(`nats-server ${report.version}\n`);
  const names = [
    ...busLayout.streams.map(({ name }) => name),
    ...busLayout.buckets.map(({ name }) => `KV_${name}`),
  ];
  for (const name of names)
    io.stdout.write(`${report.created.includes(name) ? 'created' : 'equal  '} ${name}\n`);
  for (const missing of report.missing) io.stderr.write(`deye: the server lacks ${missing}\n`);
  return ExitCode.done;
}
