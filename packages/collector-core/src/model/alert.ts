import type { AnalysisResult } from './analysis.ts';
import type { CollectionEvent } from './event.ts';

/** Sigma's levels. */
export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** A rule matched; the payload of `deye.v1.alerts.<severity>.<rule>.<alert>`. */
export interface Alert {
  /** Hash of rule, its version and the identity of the triggering event. */
  readonly alert: string;
  readonly revision: number;
  readonly rule: string;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly time: bigint;
  readonly host: string;
  readonly host_name: string;
  /** Rule, host and process key (else path): what makes two alerts the same to a person. */
  readonly fingerprint: string;
  /** How often it happened, repeats within the dedup window included. */
  readonly count: number;
  readonly first_time: bigint;
  readonly last_time: bigint;
  readonly event: CollectionEvent;
  readonly results: readonly AnalysisResult[];
  /** Analyses asked for that have not answered yet. */
  readonly pending: readonly string[];
}
