import { describe, expect, test } from '@jest/globals';
import { chooseBus } from '../../src/config/bus-choice.ts';

const nothing = { flag: undefined, environment: {}, configured: undefined };

describe('chooseBus', () => {
  test('takes the flag before DEYE_BUS before the config', () => {
    const environment = { DEYE_BUS: 'nats' };
    const all = { flag: '127.0.0.1:1', environment, configured: 'local' };
    expect(chooseBus(all)).toEqual({ kind: 'servers', servers: ['127.0.0.1:1'] });
    expect(chooseBus({ ...all, flag: undefined })).toEqual({ kind: 'nats' });
    expect(chooseBus({ ...all, flag: undefined, environment: { DEYE_BUS: '' } })).toEqual({
      kind: 'local',
    });
    expect(chooseBus(nothing)).toBeNull();
  });

  test.each([
    ['nats://a:4222, tls://b.example:4222', ['nats://a:4222', 'tls://b.example:4222']],
    ['nats://[::1]:4222', ['nats://[::1]:4222']],
    ['bus', ['bus']],
  ])('reads %j as addresses', (flag, servers) => {
    expect(chooseBus({ ...nothing, flag })).toEqual({ kind: 'servers', servers });
  });

  test.each(['http://a:4222', 'nats://', '', 'a b', 'nats://a:4222,', 'nats://user:secret@a:4222'])(
    'refuses %j, and does not repeat what may be a secret',
    (flag) => {
      expect(() => chooseBus({ ...nothing, flag })).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID_VALUE',
          message: expect.not.stringContaining('secret'),
        }),
      );
    },
  );
});
