import { z } from 'zod';

/** Longest interval that a timer takes. */
const longestMs = 2_147_483_647;

function count(preset: number, max: number, description: string, min = 1) {
  return z.int().min(min).max(max).default(preset).meta({ description });
}

function duration(presetMs: number, description: string) {
  return count(presetMs, longestMs, description);
}

const fields = z.strictObject({
  maxEventSources: count(16, 1_024, 'Most sources that one collector takes.'),
  eventBufferSize: count(1_000, 1_000_000, 'Events that the queue holds.', 2),
  shutdownTimeoutMs: duration(30_000, 'Time that a drain may take.'),
  healthCheckIntervalMs: duration(60_000, 'Time between health checks.'),
  startupTimeoutMs: duration(10_000, 'Time within which a source has to be ready.'),
  batchMaxEvents: count(256, 65_536, 'Most events of one batch.'),
  batchMaxBytes: count(131_072, 262_144, 'Most bytes of one batch.'),
  batchLingerMs: duration(10, 'Longest time that an event waits for its batch to fill.'),
  backpressureThreshold: z.int().min(1).max(999_999).optional().meta({
    description:
      'Queue depth at which the state says back-pressure; below `eventBufferSize`. Default: 80 % of `eventBufferSize`.',
  }),
  maxBackpressureWaitMs: duration(
    500,
    'Longest time that an emit waits for room before its event is shed.',
  ),
  telemetryIntervalMs: duration(30_000, 'Time between reports of the counters.'),
  ledgerIntervalMs: duration(30_000, 'Time between ledger events.'),
  debugLogging: z.boolean().default(false).meta({ description: 'Log at level debug.' }),
});

/**
 * The `collector` part of an app's section, with defaults filled in. The back-pressure threshold follows the buffer size (80 %)
 * unless it is given; at or above the buffer size it is refused.
 */
export const collectorSettingsSchema = fields
  .transform((given, context) => {
    const { eventBufferSize } = given;
    const backpressureThreshold =
      given.backpressureThreshold ?? Math.max(1, Math.floor(eventBufferSize * 0.8));
    if (given.backpressureThreshold !== undefined && backpressureThreshold >= eventBufferSize) {
      context.addIssue({
        code: 'custom',
        path: ['backpressureThreshold'],
        message: `a whole number below eventBufferSize (${eventBufferSize})`,
        input: backpressureThreshold,
      });
    }
    return { ...given, backpressureThreshold };
  })
  .prefault({});
