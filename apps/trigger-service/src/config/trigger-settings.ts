import type { ConfigSection } from '@daemoneye/collector-core';
import { z } from 'zod';

const alertSettings = z.strictObject({
  /** How long an alert waits for its analyses before it is published without them. */
  waitMs: z.int().min(0).max(60_000).default(2_000),
  /** Matches with the same fingerprint that are no further apart raise the count of one alert. */
  dedupMs: z.int().min(0).max(86_400_000).default(300_000),
  /** A raised count is republished at most this often. */
  republishMs: z.int().min(1_000).max(3_600_000).default(10_000),
  /** Alerts that may be open for repeats and late results; beyond it the one that was quiet longest is closed. */
  maxOpen: z.int().min(16).max(65_536).default(4_096),
});

const triggerSettings = z.strictObject({
  /** Whether rules are evaluated at all. */
  enabled: z.boolean().default(true),
  alert: alertSettings.prefault({}),
  /** Analyses that may be under way at once; what is asked beyond it is refused, and the alert says so. */
  maxOutstandingAnalyses: z.int().min(1).max(4_096).default(256),
  /** Groups that the window of one rule keeps; beyond it the one that was silent longest is forgotten, and counted. */
  windowMaxKeys: z.int().min(1).max(1_000_000).default(100_000),
});

/** Section `trigger-service` of the config file. */
export type TriggerSettings = z.infer<typeof triggerSettings>;

/** Name and schema of the section, defaults included. */
export const triggerSection: ConfigSection<TriggerSettings> = {
  key: 'trigger-service',
  schema: triggerSettings,
};
