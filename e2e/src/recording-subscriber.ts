// recording-subscriber.ts <bus> <file>: appends `<collector> <epoch> <seq>` for each event of a synthetic collector, each once, also when
// it is killed and started again: what stands in the file is dropped by identity.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { NatsEventBus, NatsLink, SystemClock, createLogger } from '@daemoneye/collector-core';

const [bus = '', file = ''] = process.argv.slice(2);
const seen = new Set(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
const log = createLogger({ name: 'subscriber', level: 'info' });
const link = NatsLink.open({
  servers: bus.split(','),
  name: 'subscriber',
  clock: new SystemClock(),
  log,
});
const consumer = await new NatsEventBus(link).consume({
  stream: 'DEYE_EV_PROCESS',
  durable: 'recording',
  subjects: ['deye.v1.events.process.started.>'],
  deliver: 'all',
  // One after the other, so that a redelivery does not come after its successors.
  maxAckPending: 1,
  ackWaitMs: 1_000,
  maxDeliver: 10,
});
for await (const delivery of consumer) {
  const events = delivery.payload.kind === 'events' ? delivery.payload.body.events : [];
  const lines = events
    .map(({ collector, epoch, seq }) => `${collector} ${epoch} ${seq}`)
    .filter((line) => !seen.has(line));
  if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
  delivery.ack();
}
