import { describe, expect, test } from '@jest/globals';
import type { HealthState } from '../../src/model/capability.ts';
import { collectorHealth } from '../../src/runtime/source-health.ts';

describe('collectorHealth', () => {
  const rows: [HealthState[], boolean, HealthState][] = [
    [['healthy', 'healthy'], false, 'healthy'],
    [['healthy', 'starting'], false, 'starting'],
    [['healthy', 'degraded'], false, 'degraded'],
    [['healthy', 'unhealthy'], false, 'degraded'],
    [['unhealthy', 'unhealthy'], false, 'unhealthy'],
    [['healthy'], true, 'degraded'],
    [['stopped', 'stopped'], true, 'stopped'],
    [['stopped', 'healthy'], false, 'healthy'],
    [[], false, 'healthy'],
  ];
  test.each(rows)('of %j, pressed %j, is %s', (sources, isPressed, expected) => {
    expect(collectorHealth(sources, isPressed)).toBe(expected);
  });
});
