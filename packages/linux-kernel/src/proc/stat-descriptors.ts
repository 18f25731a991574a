import { closeSync, openSync, readSync } from 'node:fs';

import { isGone, isOutOfDescriptors } from './proc-failure.ts';
import { parseStat } from './stat.ts';
import type { ProcStat } from './stat.ts';

/**
 * Reads `/proc/PID/stat` of many processes again and again. The descriptor of a process stays open: a read at position 0 makes
 * the kernel write the content anew, and a descriptor of a dead process answers ESRCH, so that a reused pid is never taken for
 * the old process. At most `maxHeld` descriptors are held; processes beyond that are opened, read and closed each time, and the
 * caller compares `startTicks`. `close` gives all of them back.
 */
export class StatDescriptors {
  readonly #root: string;
  readonly #maxHeld: number;
  readonly #held = new Map<number, number>();
  readonly #buffer = Buffer.allocUnsafe(4096);

  constructor(root: string, maxHeld: number) {
    this.#root = root;
    this.#maxHeld = maxHeld;
  }

  /** Descriptors held now. */
  get held(): number {
    return this.#held.size;
  }

  /**
   * The present stat of the process that had the pid at the first read since `release`; null when it is gone, after which the
   * next read looks for a new process. Null as well when its stat may not be read.
   */
  read(pid: number): ProcStat | null {
    const held = this.#held.get(pid);
    if (held !== undefined) {
      const stat = this.#readAt(held);
      if (stat === null) this.release(pid);
      return stat;
    }
    const fd = this.#open(pid);
    if (fd === null) return null;
    const stat = this.#readAt(fd);
    if (stat === null || this.#held.size >= this.#maxHeld) closeSync(fd);
    else this.#held.set(pid, fd);
    return stat;
  }

  /** Closes the descriptor of the pid, if one is held. */
  release(pid: number): void {
    const fd = this.#held.get(pid);
    if (fd === undefined) return;
    this.#held.delete(pid);
    closeSync(fd);
  }

  /** Closes every descriptor. May be called twice. */
  close(): void {
    for (const pid of this.#held.keys()) this.release(pid);
  }

  #open(pid: number): number | null {
    const path = `${this.#root}/${pid}/stat`;
    try {
      return openSync(path, 'r');
    } catch (error) {
      if (isOutOfDescriptors(error)) return this.#openInsteadOfAnother(path);
      if (isGone(error) || isDenied(error)) return null;
      throw error;
    }
  }

  /** Other parts of the program took the descriptors: give one back, so that this process can be looked at. */
  #openInsteadOfAnother(path: string): number | null {
    const [first] = this.#held.keys();
    if (first === undefined) return null;
    this.release(first);
    try {
      return openSync(path, 'r');
    } catch {
      return null;
    }
  }

  #readAt(fd: number): ProcStat | null {
    try {
      return parseStat(this.#buffer, readSync(fd, this.#buffer, 0, this.#buffer.length, 0));
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }
}

function isDenied(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
  );
}
