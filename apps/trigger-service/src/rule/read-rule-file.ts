import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { readDocuments } from './read-documents.ts';
import type { RuleDocuments } from './read-documents.ts';
import { refusal } from './rule-refusal.ts';

/** Most bytes of one rule file. */
export const MAX_RULE_FILE_BYTES = 256 * 1024;

/** The documents of the file at `path`, told as of `file`. Never throws: what is wrong is in `refused`. */
export async function readRuleFile(path: string, file: string): Promise<RuleDocuments> {
  let handle: FileHandle | null = null;
  try {
    // Without O_NONBLOCK the open of a FIFO would wait for a writer.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
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
    return readDocuments(
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

function refuse(file: string, code: string, reason: string): RuleDocuments {
  return { documents: [], refused: [refusal(file, null, null, code, reason)] };
}

/** The code of a system error, else its text. */
export function codeOf(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : String(error);
}
