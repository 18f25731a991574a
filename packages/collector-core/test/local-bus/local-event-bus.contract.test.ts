import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import { describeBusContract } from '../../src/testing/bus-contract.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';

describeBusContract('LocalEventBus', () => {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock, replay: { maxMessages: 16 } });
  return Promise.resolve({
    bus,
    advance: (ms) => clock.advance(ms),
    streamMessages: 16,
    keyTtlMs: 30_000,
    ackWaitMs: 1_000,
    stop: () => Promise.resolve(),
  });
});
