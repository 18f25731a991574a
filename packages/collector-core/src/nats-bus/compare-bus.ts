import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from 'nats';
import { DeyeError } from '../error/deye-error.ts';
import type { BusLayout } from './bus-layout.ts';
import { callServer, managerOf } from './js-api.ts';
import { apiCode, apiCodeOf } from './nats-failure.ts';
import type { NatsLink } from './nats-link.ts';
import { serverGaps, unknownSettings } from './server-gaps.ts';
import { bucketSettings, bucketStream, differencesOf, streamSettings } from './stream-settings.ts';

export interface CompareOptions {
  /** Accept a server that lacks something. Default false. */
  readonly allowDegraded?: boolean;
  /** How long the server may be away. Default 5 000. */
  readonly giveUpMs?: number;
}

/** What the bus lacks; empty for a server that has everything. */
export interface BusReport {
  readonly version: string;
  readonly missing: readonly string[];
}

/**
 * Compares what the server has with the layout and changes nothing. Rejects with `BUS_SERVER_TOO_OLD`, or `BUS_STREAM_DIFFERS`, whose
 * detail names each stream, setting, what is wanted and what was found.
 */
export async function compareBus(
  link: NatsLink,
  layout: BusLayout,
  options: CompareOptions = {},
): Promise<BusReport> {
  return callServer(
    link,
    async (nats) => {
      const report = judgeServer(nats, options);
      const jsm = await managerOf(nats);
      const faults: string[] = [];
      for (const { name, wanted } of wantedStreams(layout)) {
        const found = await streamConfigOf(jsm, name);
        if (found === null) faults.push(`${name} does not exist`);
        else faults.push(...faultsOf(name, wanted, found, report.without));
      }
      throwFaults(faults);
      return report;
    },
    options.giveUpMs,
  );
}

/** Throws `BUS_SERVER_TOO_OLD` for a server that lacks something, unless that is allowed. */
export function judgeServer(
  nats: NatsConnection,
  { allowDegraded = false }: CompareOptions,
): BusReport & { readonly without: ReadonlySet<string> } {
  const version = nats.info?.version ?? '';
  const missing = serverGaps(version).map((gap) => gap.missing);
  if (missing.length > 0 && !allowDegraded)
    throw new DeyeError('BUS_SERVER_TOO_OLD', `${version} lacks ${missing.join('; ')}`);
  return { version, missing, without: unknownSettings(version) };
}

/** Every stream of the layout, those of buckets too, with the settings that it must have. */
export function wantedStreams(layout: BusLayout): { name: string; wanted: object }[] {
  return [
    ...layout.streams.map((stream) => ({ name: stream.name, wanted: streamSettings(stream) })),
    ...layout.buckets.map((bucket) => ({
      name: bucketStream(bucket.name),
      wanted: bucketSettings(bucket),
    })),
  ];
}

/** Settings of a stream as the server has them; null when there is none of that name. */
export async function streamConfigOf(jsm: JetStreamManager, name: string): Promise<object | null> {
  try {
    return (await jsm.streams.info(name)).config;
  } catch (error) {
    if (apiCodeOf(error) === apiCode.streamNotFound) return null;
    throw error;
  }
}

/** One sentence for each setting that is not as wanted. */
export function faultsOf(
  name: string,
  wanted: object,
  found: object,
  without: ReadonlySet<string>,
): string[] {
  return differencesOf(wanted, found, without).map(
    (one) =>
      `${name} ${one.field}: wanted ${JSON.stringify(one.wanted)}, found ${JSON.stringify(one.found)}`,
  );
}

/** Throws `BUS_STREAM_DIFFERS` with all faults, when there are any. */
export function throwFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new DeyeError('BUS_STREAM_DIFFERS', faults.join('; '));
}
