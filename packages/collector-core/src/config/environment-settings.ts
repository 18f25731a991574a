import type { ConfigKey } from './config-key.ts';
import { parseValueText } from './parse-value-text.ts';
import type { RawSetting } from './raw-setting.ts';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that the environment gives. Variables that no key has are somebody else's. */
export function environmentSettings(
  environment: Environment,
  keys: readonly ConfigKey[],
): RawSetting[] {
  return keys.flatMap((key) => {
    const text = environment[key.variable];
    if (text === undefined) return [];
    const origin = `environment variable ${key.variable}`;
    return [{ key, value: parseValueText(text, key.schema), origin }];
  });
}
