import { analysisSection, busSection, hostSection, rulesSection } from '../config/core-sections.ts';
import { defaultConfigFiles } from '../config/default-config-files.ts';
import type { Environment } from '../config/environment-settings.ts';
import { loadConfig } from '../config/load-config.ts';
import { readHostIdentity } from '../host/read-host-identity.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { AppDefinition } from './app-definition.ts';
import type { AppModule } from './app-module.ts';

/** What the user said about the config. */
export interface ConfigWords {
  /** Instead of the default config files. */
  readonly configFile: string | null;
  /** `--set`, each `a.b.c=value`. */
  readonly sets: readonly string[];
  readonly environment: Environment;
  /** Whether sections of other apps may stand in the files; default false. */
  readonly ignoreOtherSections?: boolean;
}

/** Apps with their config. */
export interface LoadedApps<M extends AppModule> {
  readonly host: HostIdentity;
  /** Absolute. */
  readonly rulesDirectory: string;
  /** `bus.url`. */
  readonly busUrl: string | undefined;
  settingsOf<T>(module: M & AppModule<T>): T;
  /** Builds a part; starts nothing. */
  define(module: M): AppDefinition;
}

/** Reads the config of the apps and of what they share. `rulesDirectory` counts when the config names none. Throws as `loadConfig`. */
export function loadApps<M extends AppModule>(
  modules: readonly M[],
  words: ConfigWords,
  rulesDirectory: string,
): LoadedApps<M> {
  const { configFile, environment, ignoreOtherSections = false, sets } = words;
  const own = modules.map((module) => module.section);
  const config = loadConfig({
    sections: [hostSection, busSection, analysisSection, rulesSection, ...own],
    files: configFile === null ? defaultConfigFiles(environment) : [configFile],
    requireFiles: configFile !== null,
    ignoreOtherSections,
    environment,
    sets,
  });
  const { name, root } = config.get(hostSection);
  const host = readHostIdentity({ name });
  const directory = config.get(rulesSection).directory ?? rulesDirectory;
  const analysis = config.get(analysisSection);
  const shared = { host, hostRoot: root, analysis, rules: { directory } };
  return {
    host,
    rulesDirectory: directory,
    busUrl: config.get(busSection).url,
    settingsOf: (module) => config.get(module.section),
    define: (module) => module.define(config.get(module.section), shared),
  };
}
