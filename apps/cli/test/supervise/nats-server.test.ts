import { describe, expect, test } from '@jest/globals';
import { findServer, stateDirectory } from '../../src/supervise/nats-server.ts';

describe('findServer', () => {
  test('takes the one that NATS_SERVER names before those on the PATH', () => {
    expect(findServer({ NATS_SERVER: process.execPath, PATH: '/nowhere' })).toBe(process.execPath);
  });

  test.each([{ NATS_SERVER: '/nowhere/nats-server', PATH: '/usr/bin' }, { PATH: '/nowhere' }, {}])(
    'throws BUS_SERVER_FAILED for %j',
    (environment) => {
      expect(() => findServer(environment)).toThrow(
        expect.objectContaining({ code: 'BUS_SERVER_FAILED' }),
      );
    },
  );
});

describe('stateDirectory', () => {
  test.each([
    [{ XDG_STATE_HOME: '/state', HOME: '/home/a' }, 0, '/state/daemoneye/nats'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/root' }, 0, '/var/lib/daemoneye/nats'],
    [{ HOME: '/home/a' }, 1_000, '/home/a/.local/state/daemoneye/nats'],
  ])('of %j for uid %i is %s', (environment, uid, wanted) => {
    expect(stateDirectory(environment, uid)).toBe(wanted);
  });
});
