import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DeyeError } from '@daemoneye/collector-core';
import { parseRules } from './parse-rules.ts';
import { refusal } from './rule-refusal.ts';
import type { RuleSet } from './rule.ts';
import { uniqueRules } from './unique-rules.ts';

/** Most rule files of a directory; those behind it, by name, are refused. */
const MAX_RULE_FILES = 1_000;
/** Most bytes of one rule file. */
export const MAX_RULE_FILE_BYTES = 256 * 1024;

/**
 * Reads every `*.yml` and `*.yaml` file directly in the directory, by name. What is wrong with one file or rule is told in `refused`.
 * @throws DeyeError RULES_DIRECTORY_MISSING, RULES_DIRECTORY_UNREADABLE
 */
export async function loadRules(directory: string): Promise<RuleSet> {
  const names = (await listDirectory(directory))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .toSorted();
  const sets = await readAll(directory, names.slice(0, MAX_RULE_FILES));
  const spare = names
    .slice(MAX_RULE_FILES)
    .map((file) =>
      refusal(file, null, null, 'RULE_LIMIT_EXCEEDED', `more than ${MAX_RULE_FILES} files`),
    );
  const { rules, refused } = uniqueRules(sets.flatMap((set) => set.rules));
  return { rules, refused: [...sets.flatMap((set) => set.refused), ...refused, ...spare] };
}

async function readAll(directory: string, names: readonly string[]): Promise<RuleSet[]> {
  const sets: RuleSet[] = [];
  // One after the other: the order of files decides which of two rules with one id runs, and descriptors stay few.
  for (const name of names) sets.push(await readRuleFile(directory, name)); // oxlint-disable-line no-await-in-loop
  return sets;
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

async function readRuleFile(directory: string, file: string): Promise<RuleSet> {
  let handle: FileHandle | null = null;
  try {
    // Without O_NONBLOCK the open of a FIFO would wait for a writer.
    handle = await open(join(directory, file), constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile())
      return refuse(file, 'RULE_FILE_UNREADABLE', 'not a regular file');
    const bytes = Buffer.alloc(MAX_RULE_FILE_BYTES + 1);
    const length = await fill(handle, bytes);
    if (length > MAX_RULE_FILE_BYTES)
      return refuse(
        file,
        'RULE_LIMIT_EXCEEDED',
        `the file has more than ${MAX_RULE_FILE_BYTES} bytes`,
      );
    return parseRules(
      file,
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length)),
    );
  } catch (error) {
    const code = codeOf(error);
    const reason = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8' : code;
    return refuse(file, 'RULE_FILE_UNREADABLE', reason);
  } finally {
    await handle?.close();
  }
}

async function fill(handle: FileHandle, bytes: Buffer): Promise<number> {
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length); // oxlint-disable-line no-await-in-loop
    length += bytesRead;
    if (bytesRead === 0 || length === bytes.length) return length;
  }
}

function refuse(file: string, code: string, reason: string): RuleSet {
  return { rules: [], refused: [refusal(file, null, null, code, reason)] };
}

function codeOf(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : String(error);
}
