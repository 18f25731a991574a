import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { buckets } from '../../src/bus/streams.ts';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { busLayout } from '../../src/nats-bus/bus-layout.ts';
import { describeBusContract } from '../../src/testing/bus-contract.ts';
import type { BusUnderTest } from '../../src/testing/bus-contract/bus-under-test.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { asAdmin, openBus } from './nats-fixture.ts';

const streamMessages = 16;
const keyTtlMs = 2_000;
const small = {
  ...busLayout,
  buckets: [{ ...buckets.deye_capabilities, ttlMs: keyTtlMs }],
};

let server: NatsTestServer;

async function makeBus(): Promise<BusUnderTest> {
  const { bus } = await openBus(server.url, {}, small);
  await asAdmin(server.url, async (jsm) => {
    await Promise.all(
      small.streams.map(({ name }) => jsm.streams.update(name, { max_msgs: streamMessages })),
    );
  });
  return {
    bus,
    advance: (ms) => new SystemClock().sleep(ms),
    streamMessages,
    keyTtlMs,
    ackWaitMs: 300,
    stop: () => asAdmin(server.url, removeAll),
  };
}

async function removeAll(jsm: Parameters<Parameters<typeof asAdmin>[1]>[0]): Promise<void> {
  const names = [
    ...small.streams.map(({ name }) => name),
    ...small.buckets.map(({ name }) => `KV_${name}`),
  ];
  await Promise.all(names.map((name) => jsm.streams.delete(name)));
}

if (skipsNatsServer()) {
  describe('NatsEventBus', () => {
    test.skip(natsServerTitle('keeps the bus contract'), () => undefined);
  });
} else {
  beforeAll(async () => {
    server = await NatsTestServer.start();
  });
  afterAll(() => server.stop());
  describeBusContract('NatsEventBus', makeBus);
}
