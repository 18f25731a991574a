import type { EventBus } from '../../bus/event-bus.ts';

/** A fresh bus with the streams and buckets of the tables, all empty, and what a contract case must know of it. */
export interface BusUnderTest {
  readonly bus: EventBus;
  /** Lets time pass: a fake clock moves, a real one is waited for. */
  advance(ms: number): Promise<void>;
  /** Messages that each stream keeps at most; between 8 and 1 000. */
  readonly streamMessages: number;
  /** How long a key of `deye_capabilities` lives. */
  readonly keyTtlMs: number;
  /** An ack wait that is worth waiting for. */
  readonly ackWaitMs: number;
  /** Removes everything, after the bus was closed. */
  stop(): Promise<void>;
}

/** Called for every case. */
export type MakeBus = () => Promise<BusUnderTest>;

/** Claims, and what shows them. */
export type ContractCases = Readonly<Record<string, (under: BusUnderTest) => Promise<void>>>;

/** Runs a case with a bus of its own, which is closed and removed after it. */
export function onBus(
  makeBus: MakeBus,
  run: (under: BusUnderTest) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const under = await makeBus();
    try {
      await run(under);
    } finally {
      await under.bus.close();
      await under.stop();
    }
  };
}

/** The next `count` items; fewer when it ends before. */
export async function take<T>(from: AsyncIterable<T>, count: number): Promise<T[]> {
  const iterator = from[Symbol.asyncIterator]();
  const taken: T[] = [];
  while (taken.length < count) {
    // oxlint-disable-next-line no-await-in-loop
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
