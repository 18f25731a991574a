import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { busLayout } from '../../src/nats-bus/bus-layout.ts';
import { compareBus } from '../../src/nats-bus/compare-bus.ts';
import { initBus } from '../../src/nats-bus/init-bus.ts';
import type { NatsLink } from '../../src/nats-bus/nats-link.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { asAdmin, openLink } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
const oldFile = process.env['NATS_SERVER_OLD'];
const layout = {
  ...busLayout,
  durables: [{ stream: 'DEYE_EV_PROCESS', durable: 'trigger-service', deliver: 'new' }],
} as const;
const all = [...busLayout.streams.map(({ name }) => name), 'KV_deye_capabilities'];
let server: NatsTestServer;
let link: NatsLink;

beforeEach(async () => {
  if (skipsNatsServer()) return;
  server = await NatsTestServer.start();
  link = openLink(server.url);
});
afterEach(async () => {
  if (skipsNatsServer()) return;
  await link.close();
  await server.stop();
});

describe('initBus', () => {
  on(natsServerTitle('creates what is missing, and nothing the second time'), async () => {
    const first = await initBus(link, layout);
    expect(first).toEqual({ version: expect.any(String), missing: [], created: all });
    expect(await initBus(link, layout)).toMatchObject({ created: [] });
    expect(await compareBus(link, layout)).toMatchObject({ missing: [] });
    const durable = await asAdmin(server.url, (jsm) =>
      jsm.consumers.info('DEYE_EV_PROCESS', 'trigger-service'),
    );
    expect(durable.config).toMatchObject({ ack_policy: 'explicit', ack_wait: 30_000_000_000 });
  });

  on(natsServerTitle('names what differs, and changes nothing'), async () => {
    await initBus(link, layout);
    await asAdmin(server.url, (jsm) => jsm.streams.update('DEYE_ALERTS', { max_bytes: 4_096 }));
    await expect(initBus(link, layout)).rejects.toMatchObject({
      code: 'BUS_STREAM_DIFFERS',
      detail: 'DEYE_ALERTS max_bytes: wanted 268435456, found 4096',
    });
    const { config } = await asAdmin(server.url, (jsm) => jsm.streams.info('DEYE_ALERTS'));
    expect(config.max_bytes).toBe(4_096);
  });
});

describe('compareBus', () => {
  on(natsServerTitle('names every stream that does not exist'), async () => {
    await expect(compareBus(link, layout)).rejects.toMatchObject({
      code: 'BUS_STREAM_DIFFERS',
      detail: all.map((name) => `${name} does not exist`).join('; '),
    });
  });

  on(natsServerTitle('leaves storage and copies to the operator'), async () => {
    await initBus(link, layout);
    await asAdmin(server.url, async (jsm) => {
      const { config } = await jsm.streams.info('DEYE_DLQ');
      await jsm.streams.delete('DEYE_DLQ');
      await jsm.streams.add({ ...config, storage: 'memory' });
    });
    expect(await compareBus(link, layout)).toMatchObject({ missing: [] });
  });
});

/** A listener that greets as a server of the version, and answers pings. */
async function greeter(version: string): Promise<{ url: string; server: Server }> {
  const listener = createServer((socket) => {
    const info = { server_id: 'X', version, proto: 1, headers: true, max_payload: 1_048_576 };
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on('data', (data) => {
      if (data.includes('PING')) socket.write('PONG\r\n');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  return { url: `127.0.0.1:${(listener.address() as AddressInfo).port}`, server: listener };
}

describe('an old server', () => {
  test('is refused before anything is asked of it, with what it lacks', async () => {
    const old = await greeter('2.9.10');
    const oldLink = openLink(old.url);
    for (const call of [initBus, compareBus])
      await expect(call(oldLink, layout)).rejects.toMatchObject({
        code: 'BUS_SERVER_TOO_OLD',
        detail: expect.stringMatching(/^2\.9\.10 lacks compression of streams; .+ expired keys/),
      });
    await oldLink.close();
    old.server.close();
  });

  const title = 'runs degraded when that is allowed, and says what is missing';
  const isThere = oldFile !== undefined;
  (isThere ? test : test.skip)(
    isThere ? title : `${title} (skipped: NATS_SERVER_OLD names no nats-server before 2.11)`,
    async () => {
      const old = await NatsTestServer.start({ file: oldFile ?? '' });
      const oldLink = openLink(old.url);
      const report = await initBus(oldLink, layout, { allowDegraded: true });
      expect(report.created).toEqual(all);
      expect(report.missing.length).toBeGreaterThan(0);
      expect(await compareBus(oldLink, layout, { allowDegraded: true })).toMatchObject({
        version: report.version,
      });
      await oldLink.close();
      await old.stop();
    },
  );
});
