import type { ConfigFault } from './config-fault.ts';
import type { ConfigKey } from './config-key.ts';
import { unknownKey } from './parse-config-text.ts';
import { parseValueText } from './parse-value-text.ts';
import type { RawSetting, RawSettings } from './raw-setting.ts';

/** The settings of `--set` flags, each `a.b.c=value`; the last of a key counts. */
export function flagSettings(sets: readonly string[], keys: readonly ConfigKey[]): RawSettings {
  const byPath = new Map(keys.map((key) => [key.path, key]));
  const settings: RawSetting[] = [];
  const faults: ConfigFault[] = [];
  for (const [index, set] of sets.entries()) {
    const split = set.indexOf('=');
    if (split < 1) {
      // The text may hold a value whose key is missing, perhaps a secret: it is named by its place.
      faults.push({ code: 'CONFIG_SYNTAX', detail: `--set number ${index + 1} has no key=value` });
      continue;
    }
    const path = set.slice(0, split);
    const key = byPath.get(path);
    if (key === undefined) {
      faults.push(
        unknownKey(
          path,
          path,
          knownBeside(path, [...byPath.keys()]),
          `--set ${path.slice(0, 120)}`,
        ),
      );
    } else {
      settings.push({
        key,
        value: parseValueText(set.slice(split + 1), key.schema),
        origin: `--set ${path}`,
      });
    }
  }
  return { settings, faults };
}

/** The keys of the same section, or all sections when there is no such section. */
function knownBeside(path: string, paths: readonly string[]): string[] {
  const section = `${path.split('.')[0] ?? ''}.`;
  const same = paths.filter((known) => known.startsWith(section));
  return same.length > 0 ? same : [...paths];
}
