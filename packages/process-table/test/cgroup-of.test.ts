import { describe, expect, test } from '@jest/globals';

import { cgroupOf } from '../src/cgroup-of.ts';

const ID = 'c3'.repeat(32);
const v1 = (controller: string, path: string) =>
  ({ version: 1, controllers: [controller], path }) as const;
const v2 = (path: string) => ({ version: 2, controllers: [], path }) as const;

describe('cgroupOf', () => {
  test('takes the one path of v2', () => {
    expect(cgroupOf([v2('/system.slice/nginx.service')])).toEqual({
      path: '/system.slice/nginx.service',
      unifiedPath: '/system.slice/nginx.service',
      containerId: null,
    });
  });
  test('takes the path that names a container when the unified one does not', () => {
    expect(cgroupOf([v1('pids', `/docker/${ID}`), v1('name=systemd', '/'), v2('/')])).toEqual({
      path: `/docker/${ID}`,
      unifiedPath: '/',
      containerId: ID,
    });
  });
  test('takes name=systemd on pure v1', () => {
    const entries = [v1('cpu', '/'), v1('name=systemd', '/system.slice/cron.service')];
    expect(cgroupOf(entries)).toEqual({
      path: '/system.slice/cron.service',
      unifiedPath: null,
      containerId: null,
    });
  });
  test('knows nothing of a process without cgroup', () => {
    expect(cgroupOf([])).toEqual({ path: null, unifiedPath: null, containerId: null });
  });
});
