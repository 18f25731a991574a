import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeyeError } from '../../src/error/deye-error.ts';
import { resultMessage } from '../../src/testing/bus-contract/sample-messages.ts';
import { NatsTestServer, natsServerTitle, skipsNatsServer } from '../../src/testing/nats-server.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';
import { openBus } from './nats-fixture.ts';

const on = skipsNatsServer() ? test.skip : test;
const config = `
authorization { users: [
  { user: guest, password: guest, permissions: { publish: { deny: ["deye.v1.results.>"] } } }
] }
no_auth_user: guest
`;
let server: NatsTestServer;

beforeEach(async () => {
  if (!skipsNatsServer()) server = await NatsTestServer.start({ config });
});
afterEach(async () => {
  if (!skipsNatsServer()) await server.stop();
});

describe('NatsEventBus without a permission', () => {
  on(natsServerTitle('rejects the publish for good, and reports the subject once'), async () => {
    const log = new RecordingLogger();
    const fatal: DeyeError[] = [];
    const { bus } = await openBus(server.url, { log, onFatal: (error) => fatal.push(error) });
    const forbidden = { code: 'BUS_FORBIDDEN', permanent: true };
    for (let n = 1; n <= 2; n += 1)
      await expect(bus.publish(resultMessage('t1'))).rejects.toMatchObject(forbidden);
    expect(fatal.map(({ detail }) => detail)).toEqual([`publish ${resultMessage('t1').subject}`]);
    expect(log.messages('error')).toEqual(['the bus forbids a subject']);
    await bus.close();
  });
});
