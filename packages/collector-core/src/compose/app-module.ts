import type { ConfigSection } from '../config/config-section.ts';
import type { AnalysisSettings, RulesSettings } from '../config/shared-sections.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { AppDefinition } from './app-definition.ts';

/** Settings that more than one app reads. */
export interface SharedSettings {
  readonly host: HostIdentity;
  /** Prefix under which the host's own file system is mounted; '' outside containers. Stripped from paths in events. */
  readonly hostRoot: string;
  readonly analysis: AnalysisSettings;
  readonly rules: RulesSettings;
}

/** What an app exports: its name, its part of the config, and how it becomes a definition. `define` touches nothing. */
export interface AppModule<T = unknown> {
  readonly name: string;
  readonly section: ConfigSection<T>;
  define(settings: T, shared: SharedSettings): AppDefinition;
}
