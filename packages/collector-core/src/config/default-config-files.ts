import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment-settings.ts';

/**
 * The files that are read when none is named: the system's, then the user's (XDG base directories: a relative `XDG_CONFIG_HOME`
 * counts as unset). Neither has to exist.
 */
export function defaultConfigFiles(environment: Environment): string[] {
  const given = environment['XDG_CONFIG_HOME'] ?? '';
  const home = environment['HOME'] ?? '';
  const folders = ['/etc'];
  if (isAbsolute(given)) folders.push(given);
  else if (isAbsolute(home)) folders.push(join(home, '.config'));
  return folders.map((folder) => join(folder, 'daemoneye/config.yaml'));
}
