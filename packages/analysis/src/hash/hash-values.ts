import type { AnalysisOutcome } from '@daemoneye/collector-core';
import type { FileRefusal, OpenFile } from '@daemoneye/linux-kernel';

import type { FileDigest } from './file-digests.ts';
import type { BinaryHashOutcome } from './outcome.ts';

/** What is known of the file besides its content. */
export interface HashedFile {
  /** How the file was found: as what the process runs, or by its path. */
  readonly foundBy: 'process' | 'path';
  readonly deleted: boolean;
  readonly replaced: boolean;
  readonly stat: OpenFile['stat'];
}

/** The `values` of a result: always the same names, null where the outcome leaves nothing to say. */
export function hashValues(
  file: HashedFile | null,
  digest: FileDigest | null,
): AnalysisOutcome['values'] {
  return {
    executable_hash: digest?.kind === 'hashed' ? digest.hash : null,
    hash_algorithm: digest?.kind === 'hashed' ? 'sha256' : null,
    size: file === null ? null : Number(file.stat.size),
    inode: file?.stat.ino ?? null,
    device: file?.stat.dev ?? null,
    deleted: file?.deleted ?? null,
    replaced: file?.replaced ?? null,
    cached: digest?.cached ?? null,
    found_by: file?.foundBy ?? null,
  };
}

/** The word for a file that was opened. */
export function outcomeOfDigest(file: HashedFile, digest: FileDigest): BinaryHashOutcome {
  return digest.kind === 'hashed' && file.replaced ? 'replaced' : digest.kind;
}

/** The word for a file that was not opened; null where the refusal says nothing of the file. */
export const outcomeOfRefusal = {
  not_found: 'deleted',
  denied: 'unreadable',
  symlink: 'symlink',
  not_regular: 'not_regular',
  process_gone: 'process_gone',
  no_executable: 'no_executable',
  invalid_path: null,
  outside_root: null,
  unsupported: null,
  failed: null,
} as const satisfies Record<FileRefusal, BinaryHashOutcome | null>;
