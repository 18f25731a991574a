import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { connect } from 'nats';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { sampleAnnouncement } from '../../src/testing/bus-contract/sample-messages.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';
import { asAdmin, openBus } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
const key = 'web_1.procmond';
let server: NatsTestServer;

beforeEach(async () => {
  if (!skipsNatsServer()) server = await NatsTestServer.start();
});
afterEach(async () => {
  if (!skipsNatsServer()) await server.stop();
});

describe('NatsKeyValue', () => {
  on(natsServerTitle('takes a value that it cannot read for none, and says so'), async () => {
    const log = new RecordingLogger();
    const { bus } = await openBus(server.url, { log });
    const nats = await connect({ servers: server.url });
    await jetstream(nats).publish(`$KV.deye_capabilities.${key}`, Buffer.from([0xff, 0xff]));
    await nats.close();
    const keys = await bus.keyValue('deye_capabilities');
    const changes = keys.watch()[Symbol.asyncIterator]();
    expect(await keys.get(key)).toBeNull();
    expect(await keys.entries()).toEqual([]);
    const revision = await keys.put(key, sampleAnnouncement());
    const value = sampleAnnouncement();
    expect((await changes.next()).value).toEqual({ operation: 'put', key, value, revision });
    expect(log.messages('warn')).toContain('a value cannot be decoded');
    await bus.close();
  });

  on(natsServerTitle('reports a key that went while the watcher was away'), async () => {
    const { bus } = await openBus(server.url, { reconnectWaitMs: 800 });
    const keys = await bus.keyValue('deye_capabilities');
    const changes = keys.watch()[Symbol.asyncIterator]();
    await keys.put(key, sampleAnnouncement());
    expect((await changes.next()).value).toMatchObject({ operation: 'put', key });
    await server.kill();
    await server.start();
    await asAdmin(server.url, (jsm) => jsm.streams.purge('KV_deye_capabilities'));
    expect(bus.state).toBe('disconnected');
    expect((await changes.next()).value).toEqual({ operation: 'expired', key });
    await bus.close();
  });
});
