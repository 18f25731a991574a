import type { BigIntStats } from 'node:fs';

import type { Clock } from '@daemoneye/collector-core';
import type { OpenFile } from '@daemoneye/linux-kernel';
import { LRUCache } from 'lru-cache';

import { readDigest, versionOf } from './read-digest.ts';
import type { Digest } from './read-digest.ts';
import { SharedWork } from './shared-work.ts';

/** A digest, and whether it was known without reading. */
export type FileDigest = Digest & { readonly cached: boolean };

export interface FileDigestsOptions {
  /** Most bytes that are read of one file. */
  readonly maxFileBytes: number;
  /** Most versions of files whose hash is kept; the one that was asked for longest ago goes first. */
  readonly cacheEntries: number;
  readonly clock: Pick<Clock, 'now'>;
}

/** Coarsest step of the time stamps of a filesystem in use: two writes within it can leave the same stamps. */
const stampStepNs = 2_000_000_000n;

/** Whether a change from `now` on would leave other time stamps than these. */
export function isSettled(stat: Pick<BigIntStats, 'mtimeNs' | 'ctimeNs'>, now: bigint): boolean {
  return now - stat.mtimeNs > stampStepNs && now - stat.ctimeNs > stampStepNs;
}

/**
 * SHA-256 of open files: kept per version (device, inode, size, mtime, ctime), and read once for all who ask at the same time. A
 * version whose stamps are younger than two seconds is not kept, since the next write could leave the same stamps.
 */
export class FileDigests {
  readonly #options: FileDigestsOptions;
  readonly #known: LRUCache<string, Digest>;
  readonly #work = new SharedWork<Digest>();

  constructor(options: FileDigestsOptions) {
    this.#options = options;
    this.#known = new LRUCache({ max: options.cacheEntries });
  }

  /** Takes over the file and closes it. Rejects with the reason of `signal` when that aborts. */
  async digest(file: OpenFile, signal: AbortSignal): Promise<FileDigest> {
    const version = versionOf(file.stat);
    const known = this.#known.get(version);
    if (known !== undefined) {
      await file.close();
      return { ...known, cached: true };
    }
    let taken = false;
    const joined = this.#work.join(version, signal, (jobSignal) => {
      taken = true;
      return this.#read(file, version, jobSignal);
    });
    // Who joins the reading of another has no use for a descriptor while it waits.
    const [digest] = await Promise.all([joined, taken ? undefined : file.close()]);
    return { ...digest, cached: false };
  }

  async #read(file: OpenFile, version: string, signal: AbortSignal): Promise<Digest> {
    try {
      const settled = isSettled(file.stat, this.#options.clock.now());
      const digest = await readDigest(file, this.#options.maxFileBytes, signal);
      if (settled && digest.kind === 'hashed') this.#known.set(version, digest);
      return digest;
    } finally {
      await file.close();
    }
  }
}
