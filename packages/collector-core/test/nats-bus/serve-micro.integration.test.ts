import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'nats';
import type { NatsConnection } from 'nats';
import { DeyeError } from '../../src/error/deye-error.ts';
import { collectorService } from '../../src/nats-bus/collector-service.ts';
import type { NatsLink } from '../../src/nats-bus/nats-link.ts';
import { serveMicro } from '../../src/nats-bus/serve-micro.ts';
import { sampleAnnouncement } from '../../src/testing/bus-contract/sample-messages.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { openLink } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
let server: NatsTestServer;
let link: NatsLink;
let asker: NatsConnection;
let stop: () => void;

const service = collectorService({
  announcement: () => sampleAnnouncement(),
  settings: () => {
    throw new DeyeError('BUS_CLOSED', 'sample');
  },
});
const identity = {
  name: 'deye-procmond',
  id: 'web_1-procmond',
  version: '0.1.0',
  metadata: { host: 'web_1', host_name: 'web-1', epoch: 'e1', schema: '1-1' },
};
const health = 'deye.v1.rpc.web_1.procmond.health';
const settings = 'deye.v1.rpc.web_1.procmond.config.get';

beforeAll(async () => {
  if (skipsNatsServer()) return;
  server = await NatsTestServer.start();
  link = openLink(server.url);
  stop = serveMicro(link, service);
  asker = await connect({ servers: server.url });
  await (await link.connected()).flush();
});
afterAll(async () => {
  if (skipsNatsServer()) return;
  await asker.close();
  await link.close();
  await server.stop();
});

async function ask(subject: string): Promise<unknown> {
  return (await asker.request(subject)).json();
}

describe('serveMicro', () => {
  on.each(['', '.deye-procmond', '.deye-procmond.web_1-procmond'])(
    natsServerTitle('answers $SRV.PING%s as the services protocol wants'),
    async (tail) => {
      const type = 'io.nats.micro.v1.ping_response';
      expect(await ask(`$SRV.PING${tail}`)).toEqual({ ...identity, type });
    },
  );

  on(natsServerTitle('lists its endpoints'), async () => {
    const common = { queue_group: 'q', metadata: {} };
    expect(await ask('$SRV.INFO.deye-procmond')).toEqual({
      ...identity,
      type: 'io.nats.micro.v1.info_response',
      description: 'DaemonEye collector procmond',
      endpoints: [
        { ...common, name: 'health', subject: health },
        { ...common, name: 'config-get', subject: settings },
      ],
    });
  });

  on(natsServerTitle('answers a verb, one that fails as an error, and counts both'), async () => {
    expect(await ask(health)).toEqual({
      ...sampleAnnouncement(),
      started_time: '2023-11-14T22:13:20.000000000Z',
    });
    const failed = await asker.request(settings);
    expect(failed.headers?.get('Nats-Service-Error-Code')).toBe('500');
    expect(failed.json()).toMatchObject({ error: 'BUS_CLOSED' });
    const counts = {
      processing_time: expect.any(Number),
      average_processing_time: expect.any(Number),
    };
    expect(await ask('$SRV.STATS')).toEqual({
      ...identity,
      type: 'io.nats.micro.v1.stats_response',
      started: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      endpoints: [
        {
          ...counts,
          name: 'health',
          subject: health,
          queue_group: 'q',
          num_requests: 1,
          num_errors: 0,
          last_error: '',
        },
        {
          ...counts,
          name: 'config-get',
          subject: settings,
          queue_group: 'q',
          num_requests: 1,
          num_errors: 1,
          last_error: expect.stringMatching(/^500:/),
        },
      ],
    });
  });

  on(natsServerTitle('answers no more once it was stopped'), async () => {
    stop();
    await (await link.connected()).flush();
    await expect(ask('$SRV.PING')).rejects.toThrow('no responders');
    await link.close();
    expect(stop).not.toThrow();
  });
});
