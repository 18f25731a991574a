import { describe, expect, test } from '@jest/globals';
import { controlPath } from '../../src/control/control-path.ts';
import { parseControlRequest } from '../../src/control/control-protocol.ts';

describe('parseControlRequest', () => {
  test.each([
    ['{"verb":"ping"}', { verb: 'ping' }],
    ['{"verb":"collectors","extra":1}', { verb: 'collectors' }],
    ['{"verb":"rules"}', { verb: 'rules' }],
    [
      '{"verb":"tail","subjects":["a.>"],"where":"pid = 1"}',
      { verb: 'tail', subjects: ['a.>'], where: 'pid = 1' },
    ],
    ['{"verb":"tail","subjects":[]}', { verb: 'tail', subjects: [], where: null }],
  ])('reads %s', (line, expected) => {
    expect(parseControlRequest(line)).toEqual(expected);
  });

  test.each([
    '',
    'ping',
    'null',
    '[]',
    '{}',
    '{"verb":"reboot"}',
    '{"verb":"tail"}',
    '{"verb":"tail","subjects":[1]}',
    '{"verb":',
  ])('reads nothing from %p', (line) => {
    expect(parseControlRequest(line)).toBeNull();
  });
});

describe('controlPath', () => {
  test.each([
    [{ XDG_RUNTIME_DIR: '/run/user/1000' }, 1000, '/run/user/1000/daemoneye/deye.sock'],
    [{}, 0, '/run/daemoneye/deye.sock'],
    [{ XDG_RUNTIME_DIR: '/x' }, 0, '/x/daemoneye/deye.sock'],
    [{}, 65_534, '/tmp/daemoneye-65534/deye.sock'],
  ])('of %p as uid %p is %p', (environment, user, expected) => {
    expect(controlPath(environment, user, '/tmp')).toBe(expected);
  });
});
