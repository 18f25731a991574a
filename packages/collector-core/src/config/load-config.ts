import { DeyeError } from '../error/deye-error.ts';
import { throwFaults } from './config-fault.ts';
import type { ConfigFault } from './config-fault.ts';
import { configKeys, configTree } from './config-key.ts';
import type { ConfigSection } from './config-section.ts';
import { environmentSettings } from './environment-settings.ts';
import type { Environment } from './environment-settings.ts';
import { flagSettings } from './flag-settings.ts';
import { parseConfigText } from './parse-config-text.ts';
import type { ConfigTree, RawSetting, RawSettings } from './raw-setting.ts';
import { readConfigFile } from './read-config-file.ts';
import { resolveSections } from './resolve-sections.ts';

/** Where the configuration comes from; later wins: files in order, then environment, then `--set`. */
export interface ConfigSources {
  readonly sections: readonly ConfigSection<unknown>[];
  readonly files: readonly string[];
  /** Whether a file that does not exist is a fault; default false. */
  readonly requireFiles?: boolean;
  /** Whether top keys of files that no section has are left alone, as those of other apps; default false. */
  readonly ignoreOtherSections?: boolean;
  readonly environment: Environment;
  /** `a.b.c=value`, in the order of the command line. */
  readonly sets: readonly string[];
}

/** A checked configuration. */
export interface LoadedConfig {
  /** Settings of a section, which must be one of those that were loaded. */
  get<T>(section: ConfigSection<T>): T;
  /** Where the value of a dotted path was written: file and line, variable or flag; `default` when nowhere. */
  origin(path: string): string;
}

/**
 * Reads, merges and checks the configuration of all sections. Throws one `DeyeError` (`CONFIG_FILE_UNREADABLE CONFIG_SYNTAX
 * CONFIG_UNKNOWN_KEY CONFIG_INVALID_VALUE`; several kinds: `CONFIG_INVALID`) that names every fault: where it was written, key, value
 * unless secret, and what is allowed.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const tree = { ...configTree(sources.sections), isOpen: sources.ignoreOtherSections ?? false };
  const keys = configKeys(tree);
  const parts = [
    ...sources.files.map((file) => readSettings(file, sources.requireFiles ?? false, tree)),
    { settings: environmentSettings(sources.environment, keys), faults: [] },
    flagSettings(sources.sets, keys),
  ];
  const last = new Map<string, RawSetting>();
  for (const setting of parts.flatMap(({ settings }) => settings))
    last.set(setting.key.path, setting);
  const resolved = resolveSections(sources.sections, last);
  const faults = [...parts.flatMap((part) => part.faults), ...resolved.faults];
  if (faults.length > 0) throwFaults(faults);
  return {
    get<T>(section: ConfigSection<T>): T {
      if (!resolved.values.has(section.key)) {
        throw new DeyeError('CONFIG_UNKNOWN_KEY', `section ${section.key} was not loaded`);
      }
      return resolved.values.get(section.key) as T;
    },
    origin: (path) => last.get(path)?.origin ?? 'default',
  };
}

function readSettings(file: string, required: boolean, tree: ConfigTree): RawSettings {
  try {
    const text = readConfigFile(file, required);
    return text === null ? { settings: [], faults: [] } : parseConfigText(text, file, tree);
  } catch (error) {
    if (!(error instanceof DeyeError)) throw error;
    return {
      settings: [],
      faults: [{ code: error.code as ConfigFault['code'], detail: error.detail }],
    };
  }
}
