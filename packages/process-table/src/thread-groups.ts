/** What is held of a process whose end takes more than the end of one thread. */
interface Group {
  /** Threads beside the first one. */
  others: number;
  /** How the first thread ended, while others go on; null while it runs. */
  leaderStatus: number | null;
}

/**
 * Tells the end of a process from the end of a thread. A process ends with its last thread, which need not be the first; exec by
 * any thread ends all others, and the caller goes on under the process id. Only processes with more than one thread take room: at most
 * `maxGroups`, beyond which the one added first is forgotten and then counts as having one thread.
 */
export class ThreadGroups {
  readonly #maxGroups: number;
  readonly #groups = new Map<number, Group>();

  constructor(maxGroups = 65_536) {
    this.#maxGroups = maxGroups;
  }

  /** Processes that are held. */
  get size(): number {
    return this.#groups.size;
  }

  /** A thread beside the first one began. */
  threadStarted(pid: number): void {
    const group = this.#groups.get(pid);
    if (group === undefined) this.#add(pid, { others: 1, leaderStatus: null });
    else group.others++;
  }

  /**
   * A thread ended, with a wait(2) status; `tid` equals `pid` for the first thread. The status of the process when that was its
   * last thread, else null. As the kernel has it: the status of the first thread counts, unless a later one was ended together with
   * the process and so has a status of its own.
   */
  threadEnded(pid: number, tid: number, status: number): number | null {
    const group = this.#groups.get(pid);
    if (group === undefined) return tid === pid ? status : null;
    if (tid === pid) group.leaderStatus = status;
    else group.others = Math.max(0, group.others - 1);
    if (group.leaderStatus === null || group.others > 0) return null;
    this.#groups.delete(pid);
    return status === 0 ? group.leaderStatus : status;
  }

  /** The first thread ended with `status` while so many others go on, as found by other means than counting. */
  leaderEnded(pid: number, status: number, others: number): void {
    this.#groups.delete(pid);
    this.#add(pid, { others, leaderStatus: status });
  }

  /** Exec by any thread: one thread is left. */
  executed(pid: number): void {
    this.#groups.delete(pid);
  }

  /** The process is no more. How its first thread ended, when that came first; else null. */
  forget(pid: number): number | null {
    const status = this.#groups.get(pid)?.leaderStatus ?? null;
    this.#groups.delete(pid);
    return status;
  }

  #add(pid: number, group: Group): void {
    const [first] = this.#groups.keys();
    if (this.#groups.size >= this.#maxGroups && first !== undefined) this.#groups.delete(first);
    this.#groups.set(pid, group);
  }
}
