import { DeyeError, loadApps } from '@daemoneye/collector-core';
import type { AppDefinition, AppModule, HostIdentity } from '@daemoneye/collector-core';
import { procmond } from '@daemoneye/procmond';
import { starterRulesDirectory, triggerService } from '@daemoneye/trigger-service';

/** Which parts run, and with what config; from the command line. */
export interface SuiteChoice {
  /** Names of parts; null: all that are enabled. */
  readonly only: readonly string[] | null;
  readonly sets: readonly string[];
  /** Instead of the default config files. */
  readonly configFile: string | null;
}

export interface LoadedSuite {
  readonly definitions: readonly AppDefinition[];
  readonly host: HostIdentity;
  readonly rulesDirectory: string;
  /** `bus.url` of the config. */
  readonly busUrl: string | undefined;
}

const modules: readonly AppModule<{ readonly enabled: boolean }>[] = [procmond, triggerService];

function checkNames(only: readonly string[]): void {
  const names = modules.map((module) => module.name);
  for (const name of only) {
    if (!names.includes(name))
      throw new DeyeError('CLI_UNKNOWN_PART', `${name}; there are ${names.join(', ')}`);
  }
}

/** Reads the config and builds the parts; starts nothing. Throws the errors of `loadConfig` and `CLI_UNKNOWN_PART`. */
export function loadSuite(
  choice: SuiteChoice,
  environment: Readonly<Record<string, string | undefined>>,
): LoadedSuite {
  checkNames(choice.only ?? []);
  const { configFile, sets } = choice;
  const apps = loadApps(modules, { configFile, sets, environment }, starterRulesDirectory);
  const definitions = modules
    .filter((module) => choice.only?.includes(module.name) ?? apps.settingsOf(module).enabled)
    .map((module) => apps.define(module));
  return { ...apps, definitions };
}
