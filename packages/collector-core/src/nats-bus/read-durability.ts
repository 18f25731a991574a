import { StorageType } from '@nats-io/jetstream';
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import type { Durability } from '../model/capability.ts';
import { busLayout } from './bus-layout.ts';

/** Weakest first. */
const order: readonly Durability[] = ['process', 'memory', 'async-R1', 'async-R3', 'fsync'];

/**
 * The promise behind an acknowledgement of the weakest stream of events. A server does not tell whether it writes to the disk before
 * it acknowledges, so that `fsync` is never claimed.
 */
export async function readDurability(jsm: JetStreamManager): Promise<Durability> {
  const names = busLayout.streams
    .map(({ name }) => name)
    .filter((name) => name.startsWith('DEYE_EV_'));
  const classes = await Promise.all(
    names.map(async (name) => classOf((await jsm.streams.info(name)).config)),
  );
  return order.find((each) => classes.includes(each)) ?? 'process';
}

/** Class of a stream by where it is kept and how often. */
export function classOf(
  config: Pick<StreamInfo['config'], 'storage' | 'num_replicas'>,
): Durability {
  if (config.storage === StorageType.Memory) return 'memory';
  return config.num_replicas >= 3 ? 'async-R3' : 'async-R1';
}
