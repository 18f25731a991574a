import { DeyeError, SystemClock } from '@daemoneye/collector-core';
import type {
  Analyser,
  AnalysisOutcome,
  AnalysisRequest,
  Clock,
  ProcessRef,
} from '@daemoneye/collector-core';
import {
  openProcessExecutable,
  openUntrusted,
  readBootId,
  readableOrNull,
} from '@daemoneye/linux-kernel';
import type { Refused } from '@daemoneye/linux-kernel';
import { processIdentity } from '@daemoneye/process-table';

import { allowPath, parseRoots } from './analysis-root.ts';
import type { AllowedPath, AnalysisRoot } from './analysis-root.ts';
import { FileDigests } from './file-digests.ts';
import { hashValues, outcomeOfDigest, outcomeOfRefusal } from './hash-values.ts';
import type { HashedFile } from './hash-values.ts';
import type { BinaryHashOutcome } from './outcome.ts';

export interface BinaryHashOptions {
  /** Directories below which a task may name a free path; empty: none. Paths of the host, without `hostRoot`. */
  readonly roots: readonly string[];
  /** Most bytes that are read of one file. */
  readonly maxFileBytes: number;
  /** Mount of the host's procfs. Default `/proc`. */
  readonly procRoot?: string;
  /** Where the host's root directory is mounted. Default the own one. */
  readonly hostRoot?: string;
  /** How many hashes are kept. Default 4 096. */
  readonly cacheEntries?: number;
  readonly clock?: Pick<Clock, 'now'>;
}

function unhashed(
  outcome: BinaryHashOutcome,
  process: ProcessRef | null,
  path: string | null,
): AnalysisOutcome {
  return {
    outcome,
    values: hashValues(null, null),
    process_key: process?.key ?? null,
    path,
  };
}

/** The word for a refusal; throws for one that says nothing of the file. */
function wordOf(refused: Refused, path: string | null): BinaryHashOutcome {
  const outcome = outcomeOfRefusal[refused.refusal];
  if (outcome !== null) return outcome;
  if (refused.refusal === 'unsupported')
    throw new DeyeError('ANALYSIS_UNSUPPORTED', refused.detail);
  if (refused.refusal === 'failed')
    throw new DeyeError('ANALYSIS_FILE_UNAVAILABLE', refused.detail);
  throw new DeyeError('ANALYSIS_PATH_REFUSED', path ?? '');
}

/** Refuses a reference whose key names another process than its parts do: the result would be filed under the wrong one. */
function checkProcess(ref: ProcessRef): void {
  if (processIdentity(ref.boot_id, ref.pid, ref.start_boottime).key !== ref.key)
    throw new DeyeError('ANALYSIS_TARGET_INVALID', 'the key of the process does not fit its parts');
}

class BinaryHash implements Analyser {
  readonly analysis = 'binary_hash';
  readonly maxConcurrent = 2;
  readonly #roots: readonly AnalysisRoot[];
  readonly #procRoot: string;
  readonly #hostRoot: string;
  readonly #digests: FileDigests;

  constructor(options: BinaryHashOptions) {
    this.#roots = parseRoots(options.roots);
    this.#procRoot = options.procRoot ?? '/proc';
    this.#hostRoot = options.hostRoot ?? '';
    this.#digests = new FileDigests({
      maxFileBytes: options.maxFileBytes,
      cacheEntries: options.cacheEntries ?? 4096,
      clock: options.clock ?? new SystemClock(),
    });
  }

  async analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome> {
    const { process, path } = request.target;
    signal.throwIfAborted();
    if (process !== null) return this.#hashProcess(process, path, signal);
    if (path === null)
      throw new DeyeError('ANALYSIS_TARGET_INVALID', 'neither a process nor a path');
    const allowed = allowPath(path, this.#roots);
    if (allowed === null) throw new DeyeError('ANALYSIS_PATH_REFUSED', path);
    return this.#hashPath(allowed, null, path, signal);
  }

  async #hashProcess(
    process: ProcessRef,
    path: string | null,
    signal: AbortSignal,
  ): Promise<AnalysisOutcome> {
    checkProcess(process);
    const opened = await this.#openProcess(process);
    if (opened.ok) {
      const { exists, replaced, stat } = opened;
      const file = { foundBy: 'process', deleted: !exists, replaced, stat } as const;
      return this.#finish(file, await this.#digests.digest(opened, signal), process, opened.path);
    }
    const outcome = wordOf(opened, path);
    const allowed = path === null ? null : allowPath(path, this.#roots);
    if (path === null || allowed === null || !wantsPath(outcome))
      return unhashed(outcome, process, path);
    const byPath = await this.#hashPath(allowed, process, path, signal);
    // What cannot be read as the process' file says more by that than by what the path gives besides a hash.
    return outcome === 'unreadable' && byPath.outcome !== 'hashed'
      ? unhashed(outcome, process, path)
      : byPath;
  }

  #openProcess(process: ProcessRef): ReturnType<typeof openProcessExecutable> {
    const bootId = readableOrNull(() => readBootId(this.#procRoot));
    // By the key: a reference made from an event knows of the boot id what the key holds.
    const { pid, start_boottime, key } = process;
    if (bootId !== null && processIdentity(bootId, pid, start_boottime).key !== key)
      return Promise.resolve({ ok: false, refusal: 'process_gone', detail: 'of another boot' });
    const start = { pid: process.pid, startBoottime: process.start_boottime };
    return openProcessExecutable(start, this.#procRoot);
  }

  async #hashPath(
    allowed: AllowedPath,
    process: ProcessRef | null,
    path: string,
    signal: AbortSignal,
  ): Promise<AnalysisOutcome> {
    const root = `${this.#hostRoot}${allowed.directory}`;
    const opened = await openUntrusted(allowed.below, { root });
    if (!opened.ok) return unhashed(wordOf(opened, path), process, path);
    const file = { foundBy: 'path', deleted: false, replaced: false, stat: opened.stat } as const;
    return this.#finish(file, await this.#digests.digest(opened, signal), process, path);
  }

  #finish(
    file: HashedFile,
    digest: Awaited<ReturnType<FileDigests['digest']>>,
    process: ProcessRef | null,
    path: string,
  ): AnalysisOutcome {
    return {
      outcome: outcomeOfDigest(file, digest),
      values: hashValues(file, digest),
      process_key: process?.key ?? null,
      path,
    };
  }
}

/** Whether the file may be had by its path where the process could not give it. */
function wantsPath(outcome: BinaryHashOutcome): boolean {
  return outcome === 'process_gone' || outcome === 'unreadable';
}

/**
 * The analyser `binary_hash`: SHA-256 of what a process runs, or of the file at a path below `roots`. A process wins over a path; its
 * path is used when the process is gone or unreadable, and only below `roots`, since who asks is not trusted. The outcomes are
 * `binaryHashOutcomes`. Refuses with `ANALYSIS_TARGET_INVALID` and `ANALYSIS_PATH_REFUSED`; throws `CONFIG_INVALID_VALUE` at once for
 * roots that are not absolute.
 */
export function binaryHash(options: BinaryHashOptions): Analyser {
  return new BinaryHash(options);
}
