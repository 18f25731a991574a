import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeyeError } from '@daemoneye/collector-core';
import { parseNames } from './parse-names.ts';
import { parseRules } from './parse-rules.ts';
import type { RuleDocuments } from './read-documents.ts';
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
  const files: RuleDocuments[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true)
      files.push(...(await readDirectory(path, (name) => join(path, name))));
    else files.push(await readRuleFile(path, path));
  }
  return setOf(files);
}

function setOf(files: readonly RuleDocuments[]): RuleSet {
  const documents = files.flatMap((file) => file.documents);
  const unread = files.flatMap((file) => file.refused);
  const { names, refused: unnamed } = parseNames(documents);
  const parsed = parseRules({ documents, refused: [...unread, ...unnamed] }, names);
  const { rules, refused } = uniqueRules(parsed.rules);
  return { rules, refused: [...parsed.refused, ...refused] };
}

async function readDirectory(
  directory: string,
  nameOf: (file: string) => string,
): Promise<RuleDocuments[]> {
  const names = (await listDirectory(directory))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .toSorted();
  const files: RuleDocuments[] = [];
  // One after the other: the order of files decides which of two rules with one id runs, and descriptors stay few.
  for (const file of names.slice(0, MAX_RULE_FILES))
    files.push(await readRuleFile(join(directory, file), nameOf(file)));
  const refused = names
    .slice(MAX_RULE_FILES)
    .map((file) =>
      refusal(nameOf(file), null, null, 'RULE_LIMIT_EXCEEDED', `more than ${MAX_RULE_FILES} files`),
    );
  return [...files, { documents: [], refused }];
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
