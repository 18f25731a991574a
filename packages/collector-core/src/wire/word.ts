import { DeyeError } from '../error/deye-error.ts';
import type { Severity } from '../model/alert.ts';
import type { AnalysisStatus } from '../model/analysis.ts';
import type { Durability, HealthState } from '../model/capability.ts';

/** The words of closed vocabularies, which travel as text. */
export const words = {
  severity: { informational: 1, low: 1, medium: 1, high: 1, critical: 1 },
  status: { completed: 1, failed: 1, timed_out: 1, refused: 1 },
  health: { starting: 1, healthy: 1, degraded: 1, unhealthy: 1, stopped: 1 },
  durability: { process: 1, memory: 1, 'async-R1': 1, 'async-R3': 1, fsync: 1 },
} as const satisfies {
  severity: Record<Severity, 1>;
  status: Record<AnalysisStatus, 1>;
  health: Record<HealthState, 1>;
  durability: Record<Durability, 1>;
};

/** The text as a word of a vocabulary; throws `WIRE_MALFORMED` for another one. */
export function word<T extends string>(vocabulary: Readonly<Record<T, 1>>, text: string): T {
  if (Object.hasOwn(vocabulary, text)) return text as T;
  throw new DeyeError('WIRE_MALFORMED', `unknown word ${JSON.stringify(text.slice(0, 64))}`);
}
