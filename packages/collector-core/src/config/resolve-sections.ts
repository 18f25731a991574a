import type { ConfigFault } from './config-fault.ts';
import type { ConfigSection } from './config-section.ts';
import type { RawSetting } from './raw-setting.ts';
import { faultsOf } from './section-faults.ts';

/** Checks the settings that won against their sections, and fills in defaults. */
export function resolveSections(
  sections: readonly ConfigSection<unknown>[],
  settings: ReadonlyMap<string, RawSetting>,
): { readonly values: ReadonlyMap<string, unknown>; readonly faults: readonly ConfigFault[] } {
  const values = new Map<string, unknown>();
  const faults: ConfigFault[] = [];
  for (const { key, schema } of sections) {
    const input = nested(key, settings);
    const result = schema.safeParse(input);
    if (result.success) values.set(key, result.data);
    else {
      const originOf = (path: string): string | undefined => settings.get(path)?.origin;
      faults.push(...faultsOf(result.error, schema, input, key, originOf));
    }
  }
  return { values, faults };
}

interface Tree {
  [name: string]: unknown;
}

/** The settings below `section` as nested objects. Paths come from schemas, never from a file. */
function nested(section: string, settings: ReadonlyMap<string, RawSetting>): Tree {
  const root: Tree = {};
  for (const { key, value } of settings.values()) {
    if (!key.path.startsWith(`${section}.`)) continue;
    const names = key.path.slice(section.length + 1).split('.');
    const leaf = names.pop() ?? '';
    const parent = names.reduce<Tree>((at, name) => (at[name] ??= {}) as Tree, root);
    parent[leaf] = value;
  }
  return root;
}
