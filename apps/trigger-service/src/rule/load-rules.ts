import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeyeError } from '@daemoneye/collector-core';
import { codeOf, readRuleFile } from './read-rule-file.ts';
import { refusal } from './rule-refusal.ts';
import type { RuleSet } from './rule.ts';
import { uniqueRules } from './unique-rules.ts';

/** Most rule files of a directory; those behind it, by name, are refused. */
const MAX_RULE_FILES = 1_000;

/**
 * Reads every `*.yml` and `*.yaml` file directly in the directory, by name. What is wrong with one file or rule is told in `refused`.
 * @throws DeyeError RULES_DIRECTORY_MISSING, RULES_DIRECTORY_UNREADABLE
 */
export async function loadRules(directory: string): Promise<RuleSet> {
  return setOf(await readDirectory(directory, (name) => name));
}

/**
 * Reads rule files, and of directories what `loadRules` reads of them, as one set in the order given; `file` of a rule is the path. A
 * path that is neither is a file that cannot be read.
 * @throws DeyeError RULES_DIRECTORY_UNREADABLE
 */
export async function readRules(paths: readonly string[]): Promise<RuleSet> {
  const sets: RuleSet[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true)
      sets.push(...(await readDirectory(path, (name) => join(path, name))));
    else sets.push(await readRuleFile(path, path));
  }
  return setOf(sets);
}

function setOf(sets: readonly RuleSet[]): RuleSet {
  const { rules, refused } = uniqueRules(sets.flatMap((set) => set.rules));
  return { rules, refused: [...sets.flatMap((set) => set.refused), ...refused] };
}

async function readDirectory(
  directory: string,
  nameOf: (file: string) => string,
): Promise<RuleSet[]> {
  const files = (await listDirectory(directory))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .toSorted();
  const sets: RuleSet[] = [];
  // One after the other: the order of files decides which of two rules with one id runs, and descriptors stay few.
  for (const file of files.slice(0, MAX_RULE_FILES))
    sets.push(await readRuleFile(join(directory, file), nameOf(file)));
  const refused = files
    .slice(MAX_RULE_FILES)
    .map((file) =>
      refusal(nameOf(file), null, null, 'RULE_LIMIT_EXCEEDED', `more than ${MAX_RULE_FILES} files`),
    );
  return [...sets, { rules: [], refused }];
}

async function listDirectory(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT';
    const code = missing ? 'RULES_DIRECTORY_MISSING' : 'RULES_DIRECTORY_UNREADABLE';
    throw new DeyeError(code, missing ? directory : `${directory} (${codeOf(error)})`, {
      cause: error,
    });
  }
}
