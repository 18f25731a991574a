import { CapabilityRegistry, DeyeError } from '@daemoneye/collector-core';
import type { CapabilityAnnouncement, EventBus } from '@daemoneye/collector-core';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { announcementJson } from '../output/message-json.ts';
import { formatTable } from '../output/table.ts';
import { withBus } from '../suite/open-bus.ts';
import { askRunning } from './attach.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

const heading = [
  'COLLECTOR',
  'SOURCE',
  'TIER',
  'HEALTH',
  'EMITTED',
  'STORED',
  'SHED',
  'LOST BEFORE',
  'REASON',
];

/** What `deye collectors` shows of an announcement, a row per source. */
function rowsOf(collector: CapabilityAnnouncement): string[][] {
  const { ledger } = collector;
  return collector.sources.map((source) => [
    collector.collector,
    source.name,
    source.tier === null
      ? '-'
      : `${source.tier.rank} ${source.tier.tier}${source.tier.lossy ? ' (lossy)' : ''}`,
    source.detail === null ? source.state : `${source.state}: ${source.detail}`,
    `${ledger.last_seq}`,
    `${ledger.stored}`,
    `${ledger.shed}`,
    `${ledger.lost_before_emit}`,
    source.tier?.reason ?? '',
  ]);
}

async function announcedOn(bus: EventBus): Promise<readonly CapabilityAnnouncement[]> {
  const registry = await CapabilityRegistry.open(bus);
  registry.close();
  return registry.list();
}

/** What is announced on NATS or by a running `deye up`; throws `BUS_UNREACHABLE` when there is neither. */
export async function readCollectors(
  options: BusOptions,
  io: Io,
): Promise<readonly CapabilityAnnouncement[]> {
  const found = await findBus(options, io);
  if (found === null) throw new DeyeError('BUS_UNREACHABLE', 'deye up does not run');
  if (found.kind === 'servers') return withBus(found.servers, io, ({ bus }) => announcedOn(bus));
  const collectors: CapabilityAnnouncement[] = [];
  for await (const answer of askRunning({ verb: 'collectors' }, io, io.signal))
    collectors.push(answer as CapabilityAnnouncement);
  return collectors;
}

/** `deye collectors`: 0 when all are healthy. Throws as `readCollectors`. */
export async function runCollectors(
  options: BusOptions & { readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const found = await readCollectors(options, io);
  if (options.json) {
    for (const collector of found)
      io.stdout.write(`${JSON.stringify(announcementJson(collector))}\n`);
  } else {
    io.stdout.write(`${formatTable([heading, ...found.flatMap(rowsOf)])}\n`);
  }
  return found.every((collector) => collector.health === 'healthy')
    ? ExitCode.done
    : ExitCode.findings;
}
