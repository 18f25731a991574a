import type { ConfigFault } from './config-fault.ts';
import type { ConfigKey, ConfigNode } from './config-key.ts';

/** A value for one key, and where it was written. */
export interface RawSetting {
  readonly key: ConfigKey;
  readonly value: unknown;
  readonly origin: string;
}

/** What one source of configuration gave: its settings, and what was wrong with it. */
export interface RawSettings {
  readonly settings: readonly RawSetting[];
  readonly faults: readonly ConfigFault[];
}

/** The tree of all keys. */
export type ConfigTree = Extract<ConfigNode, { kind: 'group' }>;
