import type { BusMessage, CapabilityAnnouncement, EventBus, KeyValue } from '../../src/index.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { describeBusContract } from '../../src/testing/bus-contract.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { decodeAnnouncement, encodeAnnouncement } from '../../src/wire/announcement.ts';
import { decodePayload, encodePayload } from '../../src/wire/payload-codec.ts';

function sent({ subject, payload }: BusMessage): BusMessage {
  const bytes = encodePayload(payload);
  const decoded = decodePayload(payload.kind, bytes);
  if (decoded.faults.length > 0) throw new Error('an event was lost on the way');
  return { subject, payload: decoded.payload };
}

const announced = (value: CapabilityAnnouncement): CapabilityAnnouncement =>
  decodeAnnouncement(encodeAnnouncement(value));

function bucketThroughCodec(
  bucket: KeyValue<CapabilityAnnouncement>,
): KeyValue<CapabilityAnnouncement> {
  return {
    get: (key) => bucket.get(key),
    put: (key, value) => bucket.put(key, announced(value)),
    create: (key, value) => bucket.create(key, announced(value)),
    update: (key, value, revision) => bucket.update(key, announced(value), revision),
    delete: (key) => bucket.delete(key),
    entries: () => bucket.entries(),
    watch: () => bucket.watch(),
  };
}

/** The bus as a network would make it: what is published becomes bytes and comes out of them again. */
function throughCodec(bus: EventBus): EventBus {
  return {
    get durability() {
      return bus.durability;
    },
    get state() {
      return bus.state;
    },
    publish: (message, options) => bus.publish(sent(message), options),
    subscribe: (options) => bus.subscribe(options),
    consume: (options) => bus.consume(options),
    lastOn: (subject) => bus.lastOn(subject),
    keyValue: async (bucket) => bucketThroughCodec(await bus.keyValue(bucket)),
    close: () => bus.close(),
  };
}

describeBusContract('LocalEventBus through the codec', () => {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock, replay: { maxMessages: 16 } });
  return Promise.resolve({
    bus: throughCodec(bus),
    advance: (ms) => clock.advance(ms),
    streamMessages: 16,
    keyTtlMs: 30_000,
    ackWaitMs: 1_000,
    stop: () => Promise.resolve(),
  });
});
