import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CollectorConfig, collectorSettingsSchema } from '../../src/index.ts';

const defaults = {
  maxEventSources: 16,
  eventBufferSize: 1000,
  shutdownTimeoutMs: 30_000,
  healthCheckIntervalMs: 60_000,
  startupTimeoutMs: 10_000,
  batchMaxEvents: 256,
  batchMaxBytes: 131_072,
  batchLingerMs: 10,
  backpressureThreshold: 800,
  maxBackpressureWaitMs: 500,
  telemetryIntervalMs: 30_000,
  ledgerIntervalMs: 30_000,
  debugLogging: false,
};

describe('CollectorConfig', () => {
  test('begins with the documented defaults', () => {
    expect(CollectorConfig.new()).toMatchObject(defaults);
  });

  test('takes every field through its own method', () => {
    const config = CollectorConfig.new()
      .withMaxEventSources(32)
      .withEventBufferSize(2000)
      .withShutdownTimeoutMs(60_000)
      .withHealthCheckIntervalMs(120_000)
      .withStartupTimeoutMs(1)
      .withBatchMaxEvents(100)
      .withBatchMaxBytes(65_536)
      .withBatchLingerMs(100)
      .withBackpressureThreshold(1999)
      .withMaxBackpressureWaitMs(2)
      .withTelemetryIntervalMs(3)
      .withLedgerIntervalMs(4)
      .withDebugLogging(true);
    expect(config).toMatchObject({
      maxEventSources: 32,
      eventBufferSize: 2000,
      shutdownTimeoutMs: 60_000,
      healthCheckIntervalMs: 120_000,
      startupTimeoutMs: 1,
      batchMaxEvents: 100,
      batchMaxBytes: 65_536,
      batchLingerMs: 100,
      backpressureThreshold: 1999,
      maxBackpressureWaitMs: 2,
      telemetryIntervalMs: 3,
      ledgerIntervalMs: 4,
      debugLogging: true,
    });
  });

  test('leaves the config that it was made from as it was', () => {
    const config = CollectorConfig.new();
    config.withEventBufferSize(5);
    expect(config).toMatchObject(defaults);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('lets the threshold follow the buffer until one is given', () => {
    const config = CollectorConfig.new().withEventBufferSize(10);
    expect(config.backpressureThreshold).toBe(8);
    expect(config.withBackpressureThreshold(3).withEventBufferSize(4).backpressureThreshold).toBe(
      3,
    );
  });

  test('refuses a threshold at the buffer size, naming field, value and limit', () => {
    expect(() => CollectorConfig.new().withBackpressureThreshold(1000)).toThrow(
      'backpressureThreshold is 1000, allowed is a whole number below eventBufferSize (1000)',
    );
  });

  test('refuses zero, negative and broken numbers in every field, naming it', () => {
    const names = Object.keys(defaults).filter((name) => name !== 'debugLogging');
    const bad = fc.oneof(
      fc.integer({ max: 0 }),
      fc.constantFrom(0.5, Number.NaN, Infinity, '1', null),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), bad, (name, value) => {
        expect(() => CollectorConfig.from({ [name]: value })).toThrow(
          expect.objectContaining({
            code: 'CONFIG_INVALID_VALUE',
            detail: expect.stringMatching(new RegExp(`^${name} is .*, allowed is a whole number`)),
          }),
        );
      }),
    );
  });

  test('accepts what its schema made', () => {
    const settings = collectorSettingsSchema.parse({ eventBufferSize: 2 });
    expect(CollectorConfig.from(settings)).toMatchObject(settings);
  });
});
