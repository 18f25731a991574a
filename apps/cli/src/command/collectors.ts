import type { CapabilityAnnouncement } from '@daemoneye/collector-core';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { formatTable } from '../output/table.ts';
import { askRunning } from './attach.ts';

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

/** `deye collectors`: the collectors of a running `deye up`; throws `BUS_UNREACHABLE` when there is none. */
export async function runCollectors(
  options: { readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const found: CapabilityAnnouncement[] = [];
  for await (const answer of askRunning({ verb: 'collectors' }, io, io.signal))
    found.push(answer as CapabilityAnnouncement);
  if (options.json) {
    for (const collector of found) io.stdout.write(`${JSON.stringify(collector)}\n`);
  } else {
    io.stdout.write(`${formatTable([heading, ...found.flatMap(rowsOf)])}\n`);
  }
  return found.every((collector) => collector.health === 'healthy')
    ? ExitCode.done
    : ExitCode.findings;
}
